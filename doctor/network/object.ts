/** A value as a JSON object; an empty one where it is none. */
export function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** The JSON object in a body; an empty one where there is none. */
export function parseObject(body: Buffer): Record<string, unknown> {
  try {
    return toObject(JSON.parse(body.toString('utf8')))
  }
  catch {
    return {}
  }
}

/** The `code` of one of the app's error answers; an empty one for what is none of our words, as it may be printed. */
export function readCode(answer: Record<string, unknown>): string {
  const { code } = toObject(answer.data)
  return typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? code : ''
}
