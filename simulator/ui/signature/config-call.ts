import { toPageName } from '../../bridge/calls/api-names'
import type { Configuration } from '../../bridge/record/state'

/** The APIs that a page asked for, as it wrote them. */
export function listApis({ params: { verifyJsApiList } }: Configuration): string[] {
  return Array.isArray(verifyJsApiList) ? [...new Set(verifyJsApiList.map(name => toPageName(String(name))))] : []
}

/** The `wx.config` call of a configuration, as the page wrote it. */
export function writeConfigCall(configuration: Configuration): string {
  const { verifyAppId, verifyTimestamp, verifyNonceStr, verifySignature, verifyOpenTagList } = configuration.params
  const tags = Array.isArray(verifyOpenTagList) ? verifyOpenTagList.map(String) : []
  return [
    'wx.config({',
    `  appId: ${quote(verifyAppId)},`,
    `  timestamp: ${verifyTimestamp},`,
    `  nonceStr: ${quote(verifyNonceStr)},`,
    `  signature: ${quote(verifySignature)},`,
    `  jsApiList: ${writeList(listApis(configuration))},`,
    ...tags.length > 0 ? [`  openTagList: ${writeList(tags)},`] : [],
    '})',
  ].join('\n')
}

function writeList(names: string[]): string {
  return `[${names.map(quote).join(', ')}]`
}

function quote(value: unknown): string {
  return `'${String(value ?? '').replaceAll(/[\\']/g, '\\$&')}'`
}
