interface WechatSdkErrorOptions {
  /** For people: what to do next. */
  hint?: string
  /** The user closed the dialogue: nothing is wrong. */
  cancelled?: boolean
  /** WeChat's client said no; it was not that something did not answer. */
  refused?: boolean
}

/** A call of the JS-SDK, or its configuration (`api` is `config`), that did not succeed. */
export class WechatSdkError extends Error {
  override readonly name = 'WechatSdkError'
  /** The user closed the dialogue: nothing is wrong. */
  readonly cancelled: boolean
  /** WeChat's client said no; it was not that something did not answer. */
  readonly refused: boolean

  /**
   * @param api the API's name in the JS-SDK, or `config`.
   * @param errMsg as the JS-SDK has it: `chooseImage:cancel`, `config:invalid signature`; of our own are
   * `…:timeout`, `…:unsupported`, and `config:` with the code that the server answered.
   */
  constructor(readonly api: string, readonly errMsg: string, { hint, cancelled = false, refused = false }: WechatSdkErrorOptions = {}) {
    super(hint ? `${errMsg}. ${hint}` : errMsg)
    this.cancelled = cancelled
    this.refused = refused
  }

  /** What follows the colon: `invalid signature`. */
  get reason(): string {
    return this.errMsg.slice(this.errMsg.indexOf(':') + 1).trim()
  }
}

/**
 * Waits for a promise, but no longer than this.
 *
 * @param timeoutError makes the error to reject with.
 */
export function withTimeout<Value>(promise: Promise<Value>, timeoutMs: number, timeoutError: () => Error): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(timeoutError()), timeoutMs)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
