import type { Handler } from './device'

/** What the simulator's server is asked for by the client itself. */
export type AskServer = (action: 'upload' | 'download', body: Record<string, unknown>) => Promise<Record<string, unknown>>

/** Files of one kind that this phone holds. */
export interface Shelf {
  /** A data URL. */
  find(localId: string): string | undefined
  /** @returns its local id. */
  add(data: string): string
}

/** `uploadImage`, `downloadImage`, `uploadVoice`, `downloadVoice`. */
export function mediaHandlers(ask: AskServer, shelves: { Image: Shelf, Voice: Shelf }, oneUploadAtATime: boolean): Record<string, Handler> {
  let isUploading = false

  async function upload(name: string, data: string | undefined) {
    if (!data)
      return { err_msg: `${name}:fail_file not exist` }
    if (oneUploadAtATime && isUploading)
      return { err_msg: `${name}:fail_uploading` }
    isUploading = true
    const { ok, serverId } = await ask('upload', { data })
    isUploading = false
    return ok ? { err_msg: `${name}:ok`, serverId } : { err_msg: `${name}:fail` }
  }

  async function download(name: string, serverId: unknown, shelf: Shelf) {
    const { ok, data } = await ask('download', { serverId })
    return ok ? { err_msg: `${name}:ok`, localId: shelf.add(String(data)) } : { err_msg: `${name}:fail_invalid media_id` }
  }

  return Object.fromEntries(Object.entries(shelves).flatMap(([kind, shelf]): [string, Handler][] => [
    [`upload${kind}`, ({ localId }) => upload(`upload${kind}`, shelf.find(String(localId)))],
    [`download${kind}`, ({ serverId }) => download(`download${kind}`, serverId, shelf)],
  ]))
}
