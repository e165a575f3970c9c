import type { Answer } from '../answers/errcodes'
import type { Params } from '../answers/request'
import type { MediaStore } from './media-store'

/** `POST /client/upload`: what the page's client sends, as a data URL. */
export function upload({ data }: Params, store: MediaStore): Answer {
  const [, type, base64] = /^data:((?:image|audio|video)\/[\w.+-]+);base64,([\w+/=]+)$/.exec(String(data)) ?? []
  return type && base64 ? { ok: true, serverId: store.keep(type, Buffer.from(base64, 'base64')) } : { ok: false }
}

/** `POST /client/download`: what the page's client asks for by its `media_id`, as a data URL. */
export function download({ serverId }: Params, store: MediaStore): Answer {
  const media = store.find(String(serverId))
  return media ? { ok: true, data: `data:${media.type};base64,${media.bytes.toString('base64')}` } : { ok: false }
}
