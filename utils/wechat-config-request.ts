import { FetchError } from 'ofetch'
import { WechatSdkError } from './wechat-sdk-error'
import type { WechatErrorData } from '../shared/wechat'

/** Longer than the server may need when it has to ask WeChat first. */
export const CONFIG_TIMEOUT_MS = 12_000

/** `GET /api/wx/config` for a page, encoded so that the server gets the URL byte for byte. */
export function configPath(url: string): string {
  return `/api/wx/config?url=${encodeURIComponent(url)}`
}

/** The server's refusal, with its code and what to do, or that it cannot be reached. */
export function toConfigError(error: unknown): WechatSdkError {
  const { data }: { data?: WechatErrorData } = error instanceof FetchError ? error.data ?? {} : {}
  return data?.code
    ? new WechatSdkError('config', `config:${data.code}`, { hint: data.hint })
    : new WechatSdkError('config', 'config:server unreachable', { hint: 'The page\'s own server did not answer.' })
}
