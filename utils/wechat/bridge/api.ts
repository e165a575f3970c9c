import type { WechatBridgeClient } from './bridge-client'
import { WechatSdkError, withTimeout } from '../error'
import type { WechatSdk } from './sdk'

interface Callbacks {
  success?: unknown
  fail?: unknown
  cancel?: unknown
  complete?: unknown
}

/** What a function of the SDK takes; its types leave the callbacks out where it takes nothing else. */
type Taken<Call> = Call extends () => void ? Callbacks : Call extends (params: infer Params) => void ? Params : never

/**
 * The SDK's functions that are called once and answer: no listeners, no set-up. Nor `addCard`, whose types have none
 * of the parameters that it needs.
 */
type Callable = {
  [Name in keyof WechatSdk as Name extends `on${string}` | 'config' | 'ready' | 'error' | 'invoke' | 'addCard' ? never
    : Taken<WechatSdk[Name]> extends Callbacks | undefined ? Name : never
  ]: Taken<WechatSdk[Name]>
}

/** The APIs that `call` knows. */
export type WechatApi = keyof Callable

/** What WeChat's documents call optional, and the SDK's types require. */
interface Optional {
  chooseCard: 'shopId' | 'cardType' | 'cardId' | 'signType'
  chooseWXPay: 'signType'
  downloadImage: 'isShowProgressTips'
  downloadVoice: 'isShowProgressTips'
  getLocation: 'type'
  openLocation: 'name' | 'address' | 'scale' | 'infoUrl'
  openProductSpecificView: 'viewType'
  previewImage: 'current'
  scanQRCode: 'needResult' | 'scanType'
  translateVoice: 'isShowProgressTips'
  uploadImage: 'isShowProgressTips'
  uploadVoice: 'isShowProgressTips'
}

type OptionalIn<Api> = Api extends keyof Optional ? Optional[Api] : never

/** What an API takes, without its callbacks. */
export type WechatApiParams<Api extends WechatApi>
  = & Omit<NonNullable<Callable[Api]>, keyof Callbacks | OptionalIn<Api>>
    & Partial<Pick<NonNullable<Callable[Api]>, OptionalIn<Api> & keyof NonNullable<Callable[Api]>>>

/** The same as arguments: left out where the API needs none. */
export type WechatApiArguments<Api extends WechatApi> = object extends WechatApiParams<Api>
  ? [params?: WechatApiParams<Api>]
  : [params: WechatApiParams<Api>]

/** What an API's `success` gets. */
export type WechatApiResult<Api extends WechatApi> = Callable[Api] extends { success(result: infer Result): void }
  ? unknown extends Result ? { errMsg: string } : Result
  : { errMsg: string }

interface Outcome {
  errMsg?: string
}

/** Changes what an API is given; `onUnreadable` is for an answer that the SDK cannot read. */
type Prepare = (params: object, onUnreadable: () => void) => object

/** What only sets or reads something answers at once. */
const QUICK_TIMEOUT_MS = 10_000
/** What asks the user waits for the user. */
const USER_TIMEOUT_MS = 600_000

const quick = /^(?:miniProgram|update|checkJsApi|getNetworkType|hide|show|getLocalImgData|pause|stop|play)/

/**
 * Calls an API of the JS-SDK, configuring first where that is needed. A client that denies what it had granted has
 * forgotten it, or checks another URL than its platform does: it is configured anew, once.
 *
 * @param isStale whether the answer is no longer wanted; then the call ends as cancelled before it reaches the client.
 * @param prepare may change what the SDK is given.
 * @throws {WechatSdkError} where the client refuses, the user cancels, or nothing answers.
 */
export async function callGranted<Api extends WechatApi>(client: WechatBridgeClient, api: Api, params: Partial<WechatApiParams<Api>>, isStale = () => false, prepare?: Prepare): Promise<WechatApiResult<Api>> {
  try {
    return await callOnce(client, api, params, isStale, prepare)
  }
  catch (error) {
    if (!(error instanceof WechatSdkError && error.reason === 'permission denied'))
      throw error
    client.forget()
    return await callOnce(client, api, params, isStale, prepare)
  }
}

async function callOnce<Api extends WechatApi>(client: WechatBridgeClient, api: Api, params: Partial<WechatApiParams<Api>>, isStale: () => boolean, prepare?: Prepare): Promise<WechatApiResult<Api>> {
  const sdk = await client.configure({ jsApiList: [api] })
  if (isStale())
    throw new WechatSdkError(api, `${api}:cancel`, { cancelled: true })
  return await callSdk(sdk, api, params, prepare)
}

/** Calls an API of the JS-SDK as it is configured at the moment. */
export function callSdk<Api extends WechatApi>(sdk: WechatSdk, api: Api, params: Partial<WechatApiParams<Api>>, prepare?: Prepare): Promise<WechatApiResult<Api>> {
  // Which function this is and what its `success` gets is known by its name only; `Api` ties the three together.
  return callFunction(sdk[api] as SdkFunction | undefined, api, params, prepare)
}

type SdkFunction = (params: object) => void

/** Calls a function of the JS-SDK, with callbacks for its answer. */
export function callFunction<Result>(invoke: SdkFunction | undefined, name: string, params: object, prepare: Prepare = given => given): Promise<Result> {
  const answer = new Promise<Result>((resolve, reject) => {
    if (!invoke)
      return reject(new WechatSdkError(name, `${name}:function not exist`))
    invoke(prepare({
      ...params,
      success: resolve,
      fail: (outcome: Outcome) => reject(new WechatSdkError(name, outcome.errMsg ?? `${name}:fail`, { refused: true })),
      cancel: (outcome: Outcome) => reject(new WechatSdkError(name, outcome.errMsg ?? `${name}:cancel`, { cancelled: true })),
    }, () => reject(new WechatSdkError(name, `${name}:invalid answer`))))
  })
  return withTimeout(answer, quick.test(name) ? QUICK_TIMEOUT_MS : USER_TIMEOUT_MS, () => new WechatSdkError(name, `${name}:timeout`))
}
