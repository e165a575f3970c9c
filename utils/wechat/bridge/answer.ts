import { toApiName } from './bridge'
import type { BridgeObject } from './sdk'

/** Parts of an answer that are text on some systems and objects on others. The SDK goes by the user agent, which is wrong for HarmonyOS. */
const nestedParts = ['localIds', 'checkResult', 'extraData']

/**
 * Reads an answer as the SDK does, and in either form where the SDK knows but one.
 *
 * @param answer is changed.
 * @param readBySdk the SDK's own reading, which throws where the client answers in the other form.
 * @returns whether it could be read.
 */
export function readAnswer(answer: BridgeObject, readBySdk?: (answer: BridgeObject) => void): boolean {
  const { resultStr } = answer
  let isRead = true
  try {
    readBySdk?.(answer)
  }
  catch {
    isRead = false
  }
  for (const part of nestedParts) {
    const value = parseObject(answer[part])
    if (value) {
      answer[part] = part === 'checkResult' ? toApiNames(value) : value
      isRead = true
    }
  }
  if (typeof resultStr !== 'string' || resultStr === '')
    return isRead
  const scanned = readScan(resultStr)
  if (scanned !== undefined)
    answer.resultStr = scanned
  return scanned !== undefined || (isRead && typeof answer.resultStr === 'string')
}

function parseObject(value: unknown): object | undefined {
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined
  }
  catch {
    return undefined
  }
}

function toApiNames(checkResult: object): BridgeObject {
  return Object.fromEntries(Object.entries(checkResult).map(([name, isThere]) => [toApiName(name), isThere]))
}

/** What iOS wraps a scanned text in. */
function readScan(text: string): string | undefined {
  const { scan_code: code }: { scan_code?: { scan_result?: unknown } } = Object(parseObject(text))
  return typeof code?.scan_result === 'string' ? code.scan_result : undefined
}
