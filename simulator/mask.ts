/** Names, at WeChat and in the JS-SDK's world, of what must stay secret. */
const NAMES = '(?:app_?|client_?)?secret|(?:component_|authorizer_)?(?:access_?|refresh_?)?token|session_?key|(?:jsapi_?|api_?)?ticket|pay_?sign|password|authorization|code'
const SECRET_KEY = new RegExp(`^(?:${NAMES})$`, 'i')
/** In a query, a form, a text to be signed, or JSON that is no more whole. */
const SECRET_IN_TEXT = new RegExp(`((?:^|[?&#"'\\s{,]|%3F|%26)(?:${NAMES})(?:=|%3D|["']?\\s*:\\s*["']))([^&#%\\s"']+)`, 'gi')
/** A `code` of words names an outcome; WeChat's codes for a sign-in are letters and digits at random. */
const WORDS = /^(?:[a-z]+(?:_[a-z]+)*|[A-Z]+(?:_[A-Z]+)*)$/
const SHOWN = 4

/** A secret as a log may show it: its first characters, so that two can be told apart, and how long it is. */
export function mask(secret: string): string {
  return secret ? `${secret.slice(0, Math.min(SHOWN, Math.floor(secret.length / 3)))}…(${secret.length})` : ''
}

/** A copy of any JSON in which secrets are masked, by their keys and inside texts. */
export function maskSecrets(value: unknown, key = ''): unknown {
  if (typeof value === 'string')
    return SECRET_KEY.test(key) && !WORDS.test(value) ? mask(value) : value.replaceAll(SECRET_IN_TEXT, (_, name: string, secret: string) => name + (WORDS.test(secret) ? secret : mask(secret)))
  if (Array.isArray(value))
    return value.map(item => maskSecrets(item, key))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskSecrets(item, name)]))
  return value
}
