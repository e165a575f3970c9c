const LONGEST = 1000

/** A copy of any JSON without the bulk of long texts, such as pictures. */
export function shorten(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > LONGEST ? `${value.slice(0, LONGEST)}…(${value.length})` : value
  if (Array.isArray(value))
    return value.map(shorten)
  return typeof value === 'object' && value !== null ? shortenAll(value) : value
}

export function shortenAll(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shorten(item)]))
}
