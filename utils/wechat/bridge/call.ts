import { readAnswer } from './answer'
import { callGranted, type WechatApi, type WechatApiParams, type WechatApiResult } from './api'
import type { WechatBridgeClient } from './bridge-client'
import type { BridgeObject } from './sdk'

/**
 * Calls an API of the JS-SDK whose answer is read, in whichever form the client gives it. In a file of its own: a share card has no answer to read.
 *
 * @throws {WechatSdkError} where the client refuses, the user cancels, or nothing answers.
 */
export function callWechatApi<Api extends WechatApi>(client: WechatBridgeClient, api: Api, params: Partial<WechatApiParams<Api>>): Promise<WechatApiResult<Api>> {
  return callGranted(client, api, params, undefined, guardReading)
}

/** The SDK puts its reading of the answer into the parameters, as `_complete`. Where that throws none of the callbacks is called. */
function guardReading(params: object, onUnreadable: () => void): object {
  let readBySdk: ((answer: BridgeObject) => void) | undefined
  return Object.defineProperty(params, '_complete', {
    configurable: true,
    set: (read: typeof readBySdk) => readBySdk = read,
    get: () => (answer: BridgeObject) => {
      if (!readAnswer(answer, readBySdk) && String(answer.errMsg).endsWith(':ok'))
        onUnreadable()
    },
  })
}
