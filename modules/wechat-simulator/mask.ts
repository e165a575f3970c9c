/** Names, at WeChat and in the JS-SDK's world, of what nobody else may read. */
const SECRET_KEY = /^(?:app_?secret|secret|access_?token|refresh_?token|(?:jsapi_?)?ticket|code|pay_?sign|password)$/i
/** A `code` of words names an error; WeChat's codes for a sign-in are letters and digits at random. */
const ERROR_CODE = /^[a-z]+(?:_[a-z]+)+$/
const SECRET_IN_URL = /([?&](?:secret|access_token|refresh_token|ticket|code)=)([^&#\s"]+)/gi

/** A secret as a log may show it: the first four characters, so that two can be told apart, and how long it is. */
export function mask(secret: string): string {
  return secret ? `${secret.slice(0, 4)}…(${secret.length})` : ''
}

/** A copy of any JSON in which secrets are masked, by their keys and inside URLs. */
export function maskSecrets(value: unknown, key = ''): unknown {
  if (typeof value === 'string')
    return SECRET_KEY.test(key) && !ERROR_CODE.test(value) ? mask(value) : value.replaceAll(SECRET_IN_URL, (_, name: string, secret: string) => name + mask(secret))
  if (Array.isArray(value))
    return value.map(item => maskSecrets(item, key))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskSecrets(item, name)]))
  return value
}
