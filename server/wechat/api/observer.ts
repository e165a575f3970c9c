import { WechatError } from './errors'

/** What is refreshed. */
export type CredentialName = 'access_token' | 'jsapi_ticket'

/** A call to WeChat's API that failed. */
export interface FailedCall {
  /** The API path, without query. */
  endpoint: string
  code: WechatError['code']
  /** WeChat's own number, where WeChat gave one. */
  errcode?: number
}

/** Hears what happens, for metrics: names, codes and times, nothing secret. It must not throw. */
export interface WechatObserver {
  /** This process has got a new value from WeChat. */
  renewed?(credential: CredentialName): void
  callFailed?(call: FailedCall): void
  /** This process waited while another one had the lock. */
  waitedForLock?(milliseconds: number): void
}

/** Runs a call to WeChat's API, and reports its failure. */
export async function observeCall<Answer>(observer: WechatObserver, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  }
  catch (error) {
    if (error instanceof WechatError && error.details.endpoint)
      observer.callFailed?.({ endpoint: error.details.endpoint, code: error.code, errcode: error.details.errcode })
    throw error
  }
}
