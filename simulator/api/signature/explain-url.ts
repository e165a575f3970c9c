/** Why a URL that was signed is not the one that is checked. */
export type UrlCause
  = | 'hash'
    | 'ampersand'
    | 'encoded-twice'
    | 'decoded'
    | 'html-escaped'
    | 'landing-url'
    | 'current-url'
    | 'scheme'
    | 'host'
    | 'slash'
    | 'query-missing'
    | 'query-cleaned'
    | 'other-page'

/** The addresses of one page, as far as they are known. */
export interface PageUrls {
  /** What the client checks against: without the fragment. */
  url: string
  /** The whole address, with its fragment. */
  href?: string
  /** The first page of the web view. */
  landingUrl?: string
  /** The page as it is now. */
  currentUrl?: string
  /** What the page's own server said it signed. */
  toldUrl?: string
}

type Guess = readonly [UrlCause, string]

const likelyPorts = ['80', '443', '3000', '5173', '8000', '8080']
/** What WeChat and its sign-in add to an address, and servers clean away. */
const addedParameters = /(?<=[?&])(?:from|isappinstalled|code|state|nsukey|weixin_redirect)=[^&]*&?/g

/** Every other URL that a server is known to sign by mistake, likely ones first. */
export function guessUrls({ url, href, landingUrl, currentUrl, toldUrl }: PageUrls): Guess[] {
  const guesses: Guess[] = [
    ...[href?.startsWith(`${url}#`) ? href : '', `${url}#`, `${url}#/`, `${url}/#/`].map(guess => ['hash', guess] as const),
    ['current-url', currentUrl ?? ''],
    ['landing-url', landingUrl ?? ''],
    ['ampersand', url.replace(/&.*$/s, '')],
    ...[encodeURIComponent(url), encodeURI(url), encodeURIComponent(encodeURIComponent(url))].map(guess => ['encoded-twice', guess] as const),
    ...[decoded(url, decodeURI), decoded(url, decodeURIComponent), url.replaceAll('+', ' '), url.replaceAll('+', '%20')].map(guess => ['decoded', guess] as const),
    ['html-escaped', url.replaceAll('&', '&amp;')],
    ...guessOrigins(url),
    ['query-missing', url.replace(/\?.*$/s, '')],
    ['query-cleaned', url.replaceAll(addedParameters, '').replace(/[?&]$/, '')],
    ...guessSlashes(url),
    ...toldUrl === undefined ? [] : [[compareUrls(url, toldUrl), toldUrl] as const],
  ]
  return guesses.filter(([, guess]) => guess && guess !== url)
}

/** What differs between two URLs that have no known mistake between them. */
function compareUrls(url: string, other: string): UrlCause {
  if (!URL.canParse(url) || !URL.canParse(other))
    return 'other-page'
  const [checked, signed] = [new URL(url), new URL(other)]
  if (checked.host !== signed.host)
    return 'host'
  return checked.protocol === signed.protocol ? 'other-page' : 'scheme'
}

function decoded(url: string, decode: (text: string) => string): string {
  try {
    return decode(url)
  }
  catch {
    return url
  }
}

/** The same page as a server behind a proxy may believe to be called. */
function guessOrigins(url: string): Guess[] {
  if (!URL.canParse(url))
    return []
  const { protocol, host, hostname, port, origin } = new URL(url)
  const rest = url.slice(origin.length)
  const otherScheme = protocol === 'https:' ? 'http:' : 'https:'
  const bare = hostname.replace(/^www\./, '')
  const ports = [port, ...likelyPorts].filter(Boolean)
  const hosts = [bare, `www.${bare}`, hostname, 'localhost', '127.0.0.1'].flatMap(name => [name, ...ports.map(port => `${name}:${port}`)])
  return [
    ['scheme', `${otherScheme}//${host}${rest}`],
    ...hosts.flatMap(name => [protocol, otherScheme].map(scheme => ['host', `${scheme}//${name}${rest}`] as const)),
  ]
}

function guessSlashes(url: string): Guess[] {
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(url) ?? []
  return [['slash', path.endsWith('/') ? path.slice(0, -1) + query : `${path}/${query}`]]
}
