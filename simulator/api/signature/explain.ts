import { createHash } from 'node:crypto'
import { mask } from '../../mask'
import { guessUrls, type PageUrls, type UrlCause } from './explain-url'
import { sha1, sign, stringToSign, type SignedValues } from './signature'

/** Why WeChat refuses a configuration, or `right` where its signature is right. */
export type Cause
  = | 'right'
    | UrlCause
    | 'app-id'
    | 'corporation'
    | 'domain'
    | 'expired-ticket'
    | 'other-ticket'
    | 'access-token'
    | 'nonce'
    | 'timestamp'
    | 'key-names'
    | 'key-order'
    | 'spelling'
    | 'algorithm'
    | 'unknown'

/** What is wrong, and the two texts that show it: of what was signed, or of the signature where that alone is wrong. Tickets are masked. */
export interface Explanation {
  cause: Cause
  /** What WeChat checks against. */
  expected: string
  /** What the page's side used instead, where that was found. */
  signed?: string
}

/** What the page's own server said about the same signature. */
export interface Told {
  url?: string
  nonceStr?: string
  timestamp?: string
}

export interface SignatureQuestion extends Omit<PageUrls, 'toldUrl'> {
  nonceStr: string
  timestamp: string
  signature: string
  told?: Told
}

/** The tickets to try. */
export interface KnownTickets {
  /** Those that count, the newest last. */
  valid: string[]
  /** Those of the same account whose life is over. */
  over: string[]
  /** What is no ticket, but is taken for one: access tokens. */
  accessTokens: string[]
  /** Tickets of other accounts or processes. */
  others?: string[]
}

/**
 * Finds out how a signature was made: it makes the signature of every known mistake and looks which one it is.
 */
export function explainSignature(question: SignatureQuestion, tickets: KnownTickets): Explanation {
  const { url, nonceStr, timestamp, signature, told } = question
  const valid = tickets.valid.toReversed()
  const rightFor = (ticket: string): SignedValues => ({ ticket, nonceStr, timestamp, url })
  const expected = stringToSign(rightFor(mask(valid[0] ?? '')))
  const found = (cause: Cause, values: SignedValues): Explanation => ({ cause, expected, signed: stringToSign({ ...values, ticket: mask(values.ticket) }) })
  const isSigned = (values: SignedValues) => sign(values) === signature

  for (const ticket of valid) {
    if (isSigned(rightFor(ticket)))
      return { cause: 'right', expected, signed: expected }
  }
  const kinds = [['expired-ticket', tickets.over], ['access-token', tickets.accessTokens], ['other-ticket', tickets.others ?? []]] as const
  for (const [cause, values] of kinds) {
    const ticket = values.find(value => isSigned(rightFor(value)))
    if (ticket !== undefined)
      return found(cause, rightFor(ticket))
  }
  const all = [...valid, ...tickets.over, ...tickets.others ?? []]
  for (const [cause, guess] of guessUrls({ ...question, toldUrl: told?.url })) {
    const ticket = all.find(value => isSigned({ ...rightFor(value), url: guess }))
    if (ticket !== undefined)
      return found(cause, { ...rightFor(ticket), url: guess })
  }
  for (const ticket of all) {
    const right = rightFor(ticket)
    for (const [cause, changed] of guessValues(question)) {
      if (isSigned({ ...right, ...changed }))
        return found(cause, { ...right, ...changed })
    }
    const form = guessForm(right, signature)
    if (form)
      return { cause: form.cause, expected, signed: form.text.replace(ticket, mask(ticket)) }
    const writing = guessWriting(right, signature)
    if (writing)
      return { cause: writing, expected: sign(right), signed: signature }
  }
  // Everything that the page's server told is right, so what it did not tell is not: the ticket, or its use.
  const isOtherTicket = told?.url === url && (told.nonceStr ?? nonceStr) === nonceStr && (told.timestamp ?? timestamp) === timestamp
  return { cause: isOtherTicket ? 'other-ticket' : 'unknown', expected }
}

/** A nonce or a timestamp that is not the one that was signed. */
function guessValues({ nonceStr, timestamp, told }: SignatureQuestion): [Cause, Partial<SignedValues>][] {
  const seconds = Number(timestamp)
  return [
    ...[told?.nonceStr, nonceStr.trim(), nonceStr.toLowerCase(), nonceStr.toUpperCase(), ''].map((value): [Cause, Partial<SignedValues>] => ['nonce', { nonceStr: value ?? nonceStr }]),
    ...[told?.timestamp, String(seconds * 1000), String(Math.floor(seconds / 1000)), timestamp.trim(), ''].map((value): [Cause, Partial<SignedValues>] => ['timestamp', { timestamp: value ?? timestamp }]),
    ...told?.nonceStr !== undefined && told.timestamp !== undefined ? [['nonce', { nonceStr: told.nonceStr, timestamp: told.timestamp }] satisfies [Cause, Partial<SignedValues>]] : [],
  ]
}

/** The right values put together wrongly. */
function guessForm(values: SignedValues, signature: string): { cause: Cause, text: string } | undefined {
  const text = stringToSign(values)
  const { ticket, nonceStr, timestamp, url } = values
  const pairs = [`jsapi_ticket=${ticket}`, `noncestr=${nonceStr}`, `timestamp=${timestamp}`, `url=${url}`]
  const withOtherNames = text.replace('&noncestr=', '&nonceStr=')
  const forms: [Cause, string][] = [
    ['key-names', withOtherNames],
    ['key-names', withOtherNames.replace(/^jsapi_ticket=/, 'jsapiTicket=')],
    ['key-names', text.replace('&timestamp=', '&timeStamp=')],
    ...permutations(pairs).map((order): [Cause, string] => ['key-order', order.join('&')]),
  ]
  const form = forms.find(([, wrong]) => sha1(wrong) === signature)
  return form && { cause: form[0], text: form[1] }
}

/** The right text, hashed or written wrongly. */
function guessWriting(values: SignedValues, signature: string): Cause | undefined {
  const text = stringToSign(values)
  const bare = signature.trim().toLowerCase()
  if (sha1(text) === bare)
    return 'spelling'
  const isOtherAlgorithm = ['md5', 'sha256', 'sha512'].some(name => createHash(name).update(text).digest('hex') === bare)
    || createHash('sha1').update(text).digest('base64') === signature.trim()
  return isOtherAlgorithm ? 'algorithm' : undefined
}

function permutations(items: string[]): string[][] {
  return items.length < 2 ? [items] : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map(rest => [item, ...rest]))
}
