import type { WechatClient, WechatReply } from '../api/client'
import { isTokenInvalid } from '../api/errors'
import { observeCall, type WechatObserver } from '../api/observer'

export interface WechatCallOptions {
  query?: Record<string, string | number>
  /** Sent as JSON; with a body the call is a POST. */
  body?: Record<string, unknown>
}

export interface AccountCallsOptions {
  client: WechatClient
  /** @param refused a token that WeChat refused, where another one is wanted. */
  getToken(refused?: string): Promise<string>
  observer: WechatObserver
}

/** Runs a call with the account's token. */
export type WithToken = <Answer>(run: (token: string) => Promise<Answer>) => Promise<Answer>

/** A token that WeChat refuses is renewed, and the call repeated, once. */
export function createWithToken({ getToken, observer }: AccountCallsOptions): WithToken {
  return async (run) => {
    const token = await getToken()
    try {
      return await observeCall(observer, () => run(token))
    }
    catch (error) {
      if (!isTokenInvalid(error))
        throw error
      const other = await getToken(token)
      if (other === token)
        throw error
      return await observeCall(observer, () => run(other))
    }
  }
}

/** A call of WeChat's API with the account's token; the reply is in WeChat's own words. */
export type AccountCall = <Reply extends object = WechatReply>(path: string, options?: WechatCallOptions) => Promise<Reply>

export function createAccountCall({ client }: AccountCallsOptions, withToken: WithToken): AccountCall {
  return async <Reply extends object = WechatReply>(path: string, { query, body }: WechatCallOptions = {}) => {
    assertApiPath(path, query)
    const texts = Object.fromEntries(Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]))
    // What WeChat answers is for the caller to know.
    return await withToken(token => client({ endpoint: path, query: { ...texts, access_token: token }, body })) as Reply
  }
}

/** The token goes to WeChat's API alone: no other host, and no path that a browser or proxy would read otherwise. */
function assertApiPath(path: string, query: WechatCallOptions['query']): void {
  if (!/^(?:\/[\w-]+(?:\.[\w-]+)*)+$/.test(path))
    throw new TypeError('call takes a path of WeChat\'s API without query, such as /cgi-bin/user/info.')
  if (query && 'access_token' in query)
    throw new TypeError('call adds the access_token by itself.')
}
