import * as v from 'valibot'
import { findClosestName } from './closest-name'
import { schemas, type WechatConfig } from './schema'

/** Read by Nuxt itself, or when building. */
const otherNames = ['NUXT_PUBLIC_WECHAT_SDK_URLS', 'NUXT_WECHAT_SIMULATOR']

/** A variable that is unknown, or whose value is wrong. It never holds the value. */
export interface ConfigProblem {
  name: string
  /** What the variable takes. */
  takes?: string
  /** What came along by accident. */
  fault?: string
  /** Where the variable is unknown: the name that may be meant. */
  closest?: string
}

/** The configuration is wrong; one line for each variable, none with its value. */
export class WechatConfigError extends Error {
  override readonly name = 'WechatConfigError'

  constructor(readonly problems: ConfigProblem[], readonly lines = problems.map(toLine)) {
    super(lines.join(' '))
  }
}

function toLine({ name, takes, fault, closest }: ConfigProblem): string {
  if (takes)
    return `${name} takes ${takes}.${fault ? ` It holds ${fault}.` : ''}`
  if (fault)
    return `${name} is in ${fault}: docker --env-file takes them for a part of the value. Leave them out.`
  return `Unknown variable ${name}.${closest ? ` Did you mean ${closest}?` : ''}`
}

export interface ConfigSources {
  /** The process's environment. Nitro's copy of it is parsed: a code of digits has lost its leading zeros. So the text goes first. */
  environment: Record<string, string | undefined>
  /** `useRuntimeConfig().wechat` and `sessionPassword`. */
  runtimeConfig: Record<string, unknown>
  /** The same as it was built: Nitro puts an empty variable's '' over a value of the runtime config. */
  builtConfig?: Record<string, unknown>
}

/**
 * Reads the configuration. What is empty is unset: the next source decides.
 *
 * @throws {WechatConfigError} where a `NUXT_WECHAT_*` variable is unknown or malformed.
 */
export function readWechatConfig({ environment, runtimeConfig, builtConfig = {} }: ConfigSources): WechatConfig {
  const problems: ConfigProblem[] = []
  const values: Record<string, unknown> = {}
  const names = new Set([...otherNames, ...Object.keys(schemas).map(toVariable)])
  for (const [key, schema] of Object.entries(schemas)) {
    const name = toVariable(key)
    // A file of secrets ends with a line break.
    const text = [environment[name], runtimeConfig[key], builtConfig[key]].map(value => String(value ?? '').replace(/[\n\r]+$/, '')).find(Boolean) ?? ''
    const result = v.safeParse<v.GenericSchema>(schema, text)
    if (!result.success)
      problems.push({ name, takes: result.issues[0].message, fault: findFault(text) })
    else if (isQuoted(text))
      problems.push({ name, fault: 'quotation marks' })
    else
      values[key] = result.output
  }
  // The simulator is built in or it is not: a start that asks for the other would get what it does not expect.
  if (environment.NUXT_WECHAT_SIMULATOR && environment.NUXT_WECHAT_SIMULATOR !== String('simulator' in runtimeConfig))
    problems.push({ name: 'NUXT_WECHAT_SIMULATOR', takes: 'true or false when building; this build was made with the other' })
  for (const name of Object.keys(environment).filter(one => /^NUXT_(?:PUBLIC_)?WECHAT_/.test(one) && !names.has(one)))
    problems.push({ name, closest: findClosestName(name, names) })
  if (problems.length > 0)
    throw new WechatConfigError(problems)
  // Every key of the schemas was parsed by its own schema just above.
  return values as WechatConfig
}

/** `docker --env-file` and systemd's `Environment=` keep the quotation marks that a shell takes away. */
function isQuoted(text: string): boolean {
  return /^(["'])(?:.*\1)?$/s.test(text)
}

/** Characters that come along by accident, and cannot be seen or are taken for others. */
const faults: [RegExp, string][] = [
  [/[\n\r]/, 'a line break'],
  [/["'\u2018-\u201F]/, 'a quotation mark'],
  [/[\uFF0C\u3001]/, 'a full-width comma'],
  [/[\u3000\uFF01-\uFF5E]/, 'a full-width character'],
  [/[\u200B-\u200F\u2060\uFEFF]/, 'an invisible character'],
  [/\s/, 'a space'],
]

function findFault(text: string): string | undefined {
  return faults.find(([pattern]) => pattern.test(text))?.[1]
}

/** `appId` → `NUXT_WECHAT_APP_ID`, as Nuxt names a runtime config key's variable. */
function toVariable(key: string): string {
  if (key === 'sessionPassword')
    return 'NUXT_SESSION_PASSWORD'
  return `NUXT_WECHAT_${key.replaceAll(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`
}
