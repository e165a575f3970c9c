import { BlockList, isIP } from 'node:net'
import * as v from 'valibot'
import { parseJsDomain } from '../wechat'

const list = v.pipe(v.string(), v.transform(text => text.split(',').map(item => item.trim()).filter(Boolean)))

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text
}

/** An http(s) address, or a path of this app itself: that is how the simulator, when built in, takes WeChat's place. */
function isBase(text: string): boolean {
  return /^https?:\/\//.test(text) ? URL.canParse(text) && !/[?#]/.test(text) : /^\/\w/.test(text)
}

function isStorage(text: string): boolean {
  return text === 'memory' || /^fs:./.test(text) || (/^rediss?:\/\//.test(text) && URL.canParse(text))
}

/**
 * Nitro's files, `/api/wx` and the ownership file are not to be covered, and what the router would take for a pattern, or a browser for
 * another path, is none. The app's pages are its author's affair.
 */
function isFreePath(text: string): boolean {
  return /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(text) && !/^\/(?:_|MP_verify_|favicon|api\/wx(?:\/|$))/.test(text)
}

function toBlockList(addresses: string[]): BlockList {
  const proxies = new BlockList()
  for (const address of addresses) {
    const [ip = '', prefix] = address.split('/')
    const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined)
      proxies.addAddress(ip, family)
    else
      proxies.addSubnet(ip, Number(prefix), family)
  }
  return proxies
}

function isSubnet(text: string): boolean {
  const [ip = '', prefix, ...rest] = text.split('/')
  if (isIP(ip) === 0 || rest.length > 0)
    return false
  if (prefix === undefined)
    return true
  const most = isIP(ip) === 6 ? 128 : 32
  if (!/^\d+$/.test(prefix) || Number(prefix) > most)
    return false
  // To Node a network with all that has an IPv6 form holds all of IPv4. Who wants that takes 0.
  return isIP(ip) === 4 || Number(prefix) === 0 || Number(prefix) >= 96 || !toBlockList([text]).check('::ffff:0:0', 'ipv6')
}

const base = (example: string) => v.pipe(v.string(), v.check(isBase, `an http(s) address such as ${example}`), v.transform(text => text.replace(/\/$/, '')))

/** What each variable takes; the message completes "VARIABLE takes …". */
const schemas = {
  appId: v.pipe(v.string(), v.regex(/^(?:wx[\da-z]{4,62})?$/i, 'an AppID: wx and letters or digits')),
  appSecret: v.pipe(v.string(), v.regex(/^(?:[\w-]{16,128})?$/, 'an AppSecret: 32 letters and digits')),
  jsDomains: v.pipe(
    list,
    v.everyItem(name => parseJsDomain(name) !== undefined, 'hosts by comma, without scheme or path: example.com,192.168.1.5:3000'),
    v.transform(names => names.flatMap(name => parseJsDomain(name) ?? [])),
  ),
  sessionPassword: v.pipe(v.string(), v.check(text => !text || text.length >= 32, '32 characters or more')),
  siteOrigin: v.pipe(v.string(), v.check(text => !text || isOrigin(text), 'an origin without a path: https://m.example.com')),
  tokenEndpoint: v.picklist(['stable', 'classic'], 'stable or classic'),
  storage: v.pipe(v.string(), v.check(isStorage, 'memory, fs:DIR, redis://… or rediss://…')),
  apiBase: base('https://api.weixin.qq.com'),
  openBase: base('https://open.weixin.qq.com'),
  verifyCode: v.pipe(list, v.everyItem(code => /^\w+$/.test(code), 'the CODE of MP_verify_CODE.txt, several by comma')),
  pushToken: v.pipe(v.string(), v.regex(/^(?:[\da-z]{3,32})?$/i, '3 to 32 letters and digits')),
  rateLimit: v.pipe(v.string(), v.regex(/^(?:\d{1,6}|1000000)$/, 'requests a minute, from 0, off, to 1000000'), v.transform(Number)),
  shutdownDelay: v.pipe(v.string(), v.regex(/^(?:[0-5]?\d|60)$/, 'seconds from 0 to 60'), v.transform(Number)),
  metricsPath: v.pipe(v.string(), v.check(text => !text || isFreePath(text), 'a path such as /metrics, without ? and #, that is no page, not under /api/wx and not beginning with /_')),
  trustedProxies: v.pipe(list, v.everyItem(isSubnet, 'IP addresses by comma, each with an optional prefix length: 10.0.0.0/8,::1'), v.transform(toBlockList)),
}

type Key = keyof typeof schemas

export type WechatConfig = { [K in Key]: v.InferOutput<typeof schemas[K]> }

/** Names that are read elsewhere: by Nuxt itself, or when building. */
const otherNames = ['NUXT_PUBLIC_WECHAT_SDK_URLS', 'NUXT_WECHAT_SIMULATOR']

/** The simulator is built in or it is not: a start that asks for the other would get what it does not expect. */
function isOtherBuild(asked: string | undefined, runtimeConfig: Record<string, unknown>): boolean {
  return Boolean(asked) && asked !== String('simulator' in runtimeConfig)
}

/** The configuration is wrong; one line for each variable, none with its value. */
export class WechatConfigError extends Error {
  override readonly name = 'WechatConfigError'

  constructor(readonly lines: string[]) {
    super(lines.join('\n'))
  }
}

/** `appId` → `NUXT_WECHAT_APP_ID`, as Nuxt names a runtime config key's variable. */
function toVariable(key: string): string {
  if (key === 'sessionPassword')
    return 'NUXT_SESSION_PASSWORD'
  return `NUXT_WECHAT_${key.replaceAll(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`
}

/**
 * Reads the configuration once, at boot.
 *
 * @param environment the process's environment. Nitro has put it into the runtime config already, but parsed: a code of
 *   digits would have lost its leading zeros. So a variable's own text goes first.
 * @param runtimeConfig `useRuntimeConfig().wechat` and `sessionPassword`, for what the environment leaves out.
 * @throws {WechatConfigError} where a `NUXT_WECHAT_*` variable is unknown or malformed.
 */
export function readWechatConfig(environment: Record<string, string | undefined>, runtimeConfig: Record<string, unknown>): WechatConfig {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  const names = new Set(otherNames)
  for (const [key, schema] of Object.entries(schemas)) {
    const name = toVariable(key)
    names.add(name)
    const result = v.safeParse<v.GenericSchema>(schema, String(environment[name] || (runtimeConfig[key] ?? '')))
    if (result.success)
      values[key] = result.output
    else
      problems.push(`${name} takes ${result.issues[0].message}.`)
  }
  if (isOtherBuild(environment.NUXT_WECHAT_SIMULATOR, runtimeConfig))
    problems.push('NUXT_WECHAT_SIMULATOR takes true or false when building; this build was made with the other.')
  for (const name of Object.keys(environment)) {
    if (/^NUXT_(?:PUBLIC_)?WECHAT_/.test(name) && !names.has(name))
      problems.push(`${name} is no variable of this app: is it misspelt?`)
  }
  if (problems.length > 0)
    throw new WechatConfigError(problems)
  // Every key of the schemas was parsed by its own schema just above.
  return values as WechatConfig
}
