import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { explainSignature, type SignatureQuestion } from '../../simulator/api/signature/explain'
import { sha1, sign, stringToSign } from '../../simulator/api/signature/signature'

const ticket = 'valid-ticket-0123456789'
const tickets = { valid: [ticket], over: ['over-ticket-0123456789'], accessTokens: ['token-0123456789'] }
const url = 'https://m.example.com/a/b%E4%BA%AC?x=1&y=a%20b&from=timeline&isappinstalled=0'
const right = { ticket, nonceStr: 'Wm3WZYTPz0wzccnW', timestamp: '1414587457', url }

function explain(signature: string, changed: Partial<SignatureQuestion> = {}) {
  return explainSignature({ url, nonceStr: right.nonceStr, timestamp: right.timestamp, signature, ...changed }, tickets)
}

describe('a wrong signature', () => {
  it.each([
    ['hash', `${url}#top`, { href: `${url}#top` }],
    ['hash', `${url}#/`, {}],
    ['ampersand', url.slice(0, url.indexOf('&')), {}],
    ['encoded-twice', encodeURIComponent(url), {}],
    ['encoded-twice', encodeURI(url), {}],
    ['decoded', decodeURIComponent(url), {}],
    ['html-escaped', url.replaceAll('&', '&amp;'), {}],
    ['scheme', url.replace('https', 'http'), {}],
    ['host', url.replace('m.example.com', 'www.m.example.com'), {}],
    ['host', url.replace('https://m.example.com', 'http://127.0.0.1:3000'), {}],
    ['host', url.replace('m.example.com', 'internal.example'), { told: { url: url.replace('m.example.com', 'internal.example') } }],
    ['landing-url', 'https://m.example.com/first', { landingUrl: 'https://m.example.com/first' }],
    ['current-url', 'https://m.example.com/second', { currentUrl: 'https://m.example.com/second' }],
    ['query-missing', 'https://m.example.com/a/b%E4%BA%AC', {}],
    ['query-cleaned', 'https://m.example.com/a/b%E4%BA%AC?x=1&y=a%20b', {}],
    ['slash', url.replace('?', '/?'), {}],
    ['other-page', 'https://m.example.com/elsewhere', { told: { url: 'https://m.example.com/elsewhere' } }],
  ] as const)('that was made for another URL is named %s: %s', (cause, signedUrl, known) => {
    const explanation = explain(sign({ ...right, url: signedUrl }), known)
    expect(explanation.cause).toBe(cause)
    expect(explanation.signed).toBe(stringToSign({ ...right, ticket: 'vali…(23)', url: signedUrl }))
    expect(explanation.expected).toBe(stringToSign({ ...right, ticket: 'vali…(23)' }))
  })

  it.each([
    ['expired-ticket', sign({ ...right, ticket: 'over-ticket-0123456789' }), {}],
    ['access-token', sign({ ...right, ticket: 'token-0123456789' }), {}],
    ['other-ticket', sign({ ...right, ticket: 'of-another-account' }), { told: { url } }],
    ['nonce', sign({ ...right, nonceStr: 'another' }), { told: { nonceStr: 'another' } }],
    ['nonce', sign({ ...right, nonceStr: right.nonceStr.toLowerCase() }), {}],
    ['timestamp', sign({ ...right, timestamp: '1414587457000' }), {}],
    ['timestamp', sign({ ...right, timestamp: '1414587000' }), { told: { timestamp: '1414587000' } }],
    ['key-names', sha1(stringToSign(right).replace('noncestr', 'nonceStr')), {}],
    ['key-order', sha1(`url=${url}&jsapi_ticket=${ticket}&noncestr=${right.nonceStr}&timestamp=${right.timestamp}`), {}],
    ['spelling', sign(right).toUpperCase(), {}],
    ['spelling', `${sign(right)}\n`, {}],
    ['algorithm', createHash('md5').update(stringToSign(right)).digest('hex'), {}],
    ['unknown', '0'.repeat(40), {}],
  ] as const)('is named %s', (cause, signature, known) => {
    expect(explain(signature, known).cause).toBe(cause)
  })

  it('that was made for another URL and with an expired ticket is named by the URL', () => {
    expect(explain(sign({ ...right, ticket: tickets.over[0] ?? '', url: 'https://m.example.com/a/b%E4%BA%AC' })).cause).toBe('query-missing')
  })

  it('of a URL that holds the keys of the signed string is explained as any other, and as soon', () => {
    const confusing = `https://m.example.com/?${'a=1&url=x&timestamp=1&noncestr=2&'.repeat(10)}b=2`
    const swapped = `url=${confusing}&jsapi_ticket=${ticket}&noncestr=${right.nonceStr}&timestamp=${right.timestamp}`
    expect(explain(sha1(swapped), { url: confusing }).cause).toBe('key-order')
    expect(explain('0'.repeat(40), { url: confusing }).cause).toBe('unknown')
  })

  it('of a text that is no URL is explained as far as that goes', () => {
    expect(explain(sign({ ...right, url: 'page' }), { url: 'page?a' }).cause).toBe('query-missing')
    expect(explain('x', { url: '' }).cause).toBe('unknown')
  })
})

describe('a right signature', () => {
  it('is called right, and shows no ticket', () => {
    const explanation = explain(sign(right))
    expect(explanation.cause).toBe('right')
    expect(JSON.stringify(explanation)).not.toContain(ticket)
  })
})
