import { BlockList, isIP } from 'node:net'
import * as v from 'valibot'
import { parseJsDomain, type JsDomain } from '../../wechat'

const list = v.pipe(v.string(), v.transform(text => text.split(',').map(item => item.trim()).filter(Boolean)))

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text
}

/** An http(s) address, or a path of this app itself: that is how the simulator, when built in, takes WeChat's place. */
function isBase(text: string): boolean {
  return /^https?:\/\//.test(text) ? URL.canParse(text) && !/[?#]/.test(text) : /^\/\w/.test(text)
}

function isStorage(text: string): boolean {
  return text === 'memory' || /^fs:./.test(text) || (/^rediss?:\/\//.test(text) && URL.canParse(text) && isDecodable(text))
}

/** Whether each % begins an escape: ioredis throws at a password that has another. */
function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== ''
  }
  catch {
    return false
  }
}

/**
 * Not Nitro's files, `/api/wx` or the ownership file, and no path that the router would take for a pattern, or a browser for another
 * path. Whether a page of the app is there is not known here.
 */
function isFreePath(text: string): boolean {
  return /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(text) && !/^\/(?:_|MP_verify_|favicon|api\/wx(?:\/|$))/.test(text)
}

/** A JS safe domain may have a path in the console: where its ownership file is. Pages are signed on all of the domain. */
function readJsDomain(text: string): JsDomain & { folder?: string } | undefined {
  const [host = '', ...path] = text.replace(/\/$/, '').split('/')
  const domain = parseJsDomain(host)
  return domain && path.every(name => /^[\w.~-]+$/.test(name)) ? { ...domain, folder: path.length > 0 ? `/${path.join('/')}` : undefined } : undefined
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
  const maxPrefix = isIP(ip) === 6 ? 128 : 32
  if (!/^\d+$/.test(prefix) || Number(prefix) > maxPrefix)
    return false
  // To Node a network that contains ::ffff:0:0 contains all of IPv4; only the prefix 0 says that on purpose.
  return isIP(ip) === 4 || Number(prefix) === 0 || Number(prefix) >= 96 || !toBlockList([text]).check('::ffff:0:0', 'ipv6')
}

const base = (example: string) => v.pipe(v.string(), v.check(isBase, `an http(s) address such as ${example}`), v.transform(text => text.replace(/\/$/, '')))

/** What each variable takes; the message completes "VARIABLE takes …". */
export const schemas = {
  appId: v.pipe(v.string(), v.regex(/^(?:wx[\da-z]{4,62})?$/i, 'an AppID: wx and letters or digits')),
  appSecret: v.pipe(v.string(), v.regex(/^(?:[\w-]{16,128})?$/, 'an AppSecret: 32 letters and digits')),
  jsDomains: v.pipe(
    list,
    v.everyItem(name => readJsDomain(name) !== undefined, 'hosts by comma, without scheme: example.com,192.168.1.5:3000'),
    v.transform(names => names.flatMap(name => readJsDomain(name) ?? [])),
  ),
  sessionPassword: v.pipe(v.string(), v.check(text => !text || text.length >= 32, '32 characters or more')),
  siteOrigin: v.pipe(v.string(), v.check(text => !text || isOrigin(text), 'an origin without a path: https://m.example.com')),
  tokenEndpoint: v.picklist(['stable', 'classic'], 'stable or classic'),
  storage: v.pipe(v.string(), v.check(isStorage, 'memory, fs:DIR, redis://… or rediss://…, with a % in the password as %25')),
  apiBase: base('https://api.weixin.qq.com'),
  openBase: base('https://open.weixin.qq.com'),
  signHtml: v.pipe(v.picklist(['true', 'false'], 'true or false'), v.transform(text => text === 'true')),
  verifyCode: v.pipe(list, v.everyItem(code => /^\w+$/.test(code), 'the CODE of MP_verify_CODE.txt, several by comma')),
  pushToken: v.pipe(v.string(), v.regex(/^(?:[\da-z]{3,32})?$/i, '3 to 32 letters and digits')),
  pushAesKey: v.pipe(v.string(), v.regex(/^(?:[\da-z]{43})?$/i, 'an EncodingAESKey: 43 letters and digits')),
  rateLimit: v.pipe(v.string(), v.regex(/^(?:\d{1,6}|1000000)$/, 'requests a minute, from 0, off, to 1000000'), v.transform(Number)),
  shutdownDelay: v.pipe(v.string(), v.regex(/^(?:[0-5]?\d|60)$/, 'seconds from 0 to 60'), v.transform(Number)),
  metricsPath: v.pipe(v.string(), v.check(text => !text || isFreePath(text), 'a path such as /metrics, without ? and #, that is no page, not under /api/wx and not beginning with /_')),
  trustedProxies: v.pipe(list, v.everyItem(isSubnet, 'IP addresses by comma, each with an optional prefix length: 10.0.0.0/8,::1'), v.transform(toBlockList)),
}

export type WechatConfig = { [K in keyof typeof schemas]: v.InferOutput<typeof schemas[K]> }
