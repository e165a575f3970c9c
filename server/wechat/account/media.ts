import type { ReadableStream } from 'node:stream/web'
import type { WechatFileClient } from '../api/client'
import { WechatError } from '../api/errors'
import type { WithToken } from './account-calls'

/** A file that a user sent through WeChat's client. */
export interface WechatMedia {
  /** Read as fast as it is taken. It fails where WeChat stops sending, or sends more than the limit. */
  stream: ReadableStream<Uint8Array>
  /** As WeChat says: `image/jpeg`. */
  type: string
  name: string
  /** Bytes, where WeChat tells. */
  size?: number
}

/** Larger than what WeChat takes from a page: 10 MB for a picture. */
const MAX_BYTES = 10 * 1024 * 1024

/**
 * Downloads what `uploadImage` or `uploadVoice` of the JS-SDK sent to WeChat.
 *
 * @param mediaId the page's `serverId`, valid for three days.
 * @param maxBytes the largest file to take.
 * @throws {WechatError} `media_invalid`, `media_too_large`, `media_is_video`, and what WeChat's API may answer.
 */
export type DownloadMedia = (mediaId: string, options?: { maxBytes?: number }) => Promise<WechatMedia>

/** @see https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Get_temporary_materials.html */
export function createDownloadMedia(client: WechatFileClient, withToken: WithToken): DownloadMedia {
  const endpoint = '/cgi-bin/media/get'
  return async (mediaId, { maxBytes = MAX_BYTES } = {}) => {
    // It comes from a browser.
    if (typeof mediaId !== 'string' || !/^[\w-]{1,512}$/.test(mediaId))
      throw new WechatError('media_invalid', 'A media_id is the serverId that uploadImage or uploadVoice gave the page.')
    const answer = await withToken(token => client.download({ endpoint, query: { access_token: token, media_id: mediaId } }, maxBytes))
    if ('reply' in answer) {
      throw 'video_url' in answer.reply
        ? new WechatError('media_is_video', 'This media_id is a video: WeChat gives no file, but an address. Ask for it by call.', { endpoint })
        : new WechatError('wechat_bad_response', 'WeChat answered JSON in place of a file.', { endpoint })
    }
    const { file, headers } = answer
    // Loaded when first needed: at start it would cost each process some milliseconds.
    const { ReadableStream } = await import('node:stream/web')
    const size = Number(headers.get('content-length') ?? Number.NaN)
    return {
      stream: ReadableStream.from(file),
      type: headers.get('content-type') ?? 'application/octet-stream',
      name: readName(headers.get('content-disposition') ?? '') ?? mediaId,
      ...Number.isSafeInteger(size) && { size },
    }
  }
}

/** `attachment; filename="a.jpg"` → `a.jpg`. Never a path. */
function readName(disposition: string): string | undefined {
  return /filename="?([^";]+)/i.exec(disposition)?.[1]?.split(/[\\/]/).pop()?.trim().slice(0, 200) || undefined
}
