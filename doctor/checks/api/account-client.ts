import { createUpstream, createWechatClient, WechatError } from '../../../server/wechat'
import type { WechatConfig } from '../../../server/http/config/schema'
import { failedAs, type Problem } from '../../check'
import { texts, type ProblemKey } from '../../texts'

/**
 * The app's own calls to WeChat. The token comes from `stable_token` in any case: it is the one that the app has, or, where the app
 * uses `classic`, another one beside it, and the app's goes on.
 */
export function openAccount({ apiBase }: WechatConfig, account: { appId: string, appSecret: string }) {
  const client = createWechatClient({ apiBase })
  return { client, ...createUpstream({ ...account, tokenEndpoint: 'stable', client, observer: {}, now: Date.now }) }
}

/** errcodes that the app has no code for, and people can do something about. */
const texted: Record<number, ProblemKey> = {
  89501: 'ip_unconfirmed', 89503: 'ip_unconfirmed', 89506: 'ip_unconfirmed', 89507: 'ip_unconfirmed', 61024: 'account_of_platform',
}

/**
 * A failed call as a problem, with the app's own code.
 *
 * @throws what is no {@link WechatError}.
 */
export function toProblem(error: unknown, host: string): Problem {
  if (!(error instanceof WechatError))
    throw error
  const { code, details: { errcode, endpoint, ip } } = error
  const text = texted[errcode ?? 0] ?? (isProblem(code) ? code : 'wechat_error')
  return failedAs(code, text, { errcode, endpoint, host, ip: ip ?? { word: 'unknown_address' } })
}

function isProblem(code: string): code is ProblemKey {
  return Object.hasOwn(texts.en.problems, code)
}
