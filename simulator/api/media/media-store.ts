import { randomBytes } from 'node:crypto'

/** Temporary material (临时素材) ends so long after it came. */
const LIFE_MS = 3 * 86_400_000
const KEPT = 100

/** A file as the page's client sent it. */
export interface Media {
  /** `image/jpeg`, `audio/amr` */
  type: string
  name: string
  bytes: Buffer
}

interface Kept extends Media {
  /** Milliseconds since 1970. */
  expiresAt: number
}

export function isMedia(answer: object): answer is Media {
  return 'bytes' in answer
}

/** What `uploadImage` and `uploadVoice` put on WeChat's servers, for three days. */
export class MediaStore {
  private readonly kept = new Map<string, Kept>()

  constructor(private readonly now: () => number) {}

  /** @returns its `media_id`. */
  keep(type: string, bytes: Buffer): string {
    const id = randomBytes(48).toString('base64url')
    const name = `${id.slice(0, 16)}.${type.replace(/^.*\/|\+.*$/g, '').replace('jpeg', 'jpg')}`
    this.kept.set(id, { type, name, bytes, expiresAt: this.now() + LIFE_MS })
    const [oldest] = this.kept.keys()
    if (this.kept.size > KEPT && oldest)
      this.kept.delete(oldest)
    return id
  }

  find(id: string): Media | undefined {
    const kept = this.kept.get(id)
    return kept && kept.expiresAt > this.now() ? kept : undefined
  }
}
