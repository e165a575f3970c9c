import { describe, expect, it } from 'vitest'
import { toJsonLine, toReadableLine } from '../../server/http/observability/log'
import { withoutQueries } from '../../server/http/observability/unhandled'

const noon = new Date('2026-11-23T04:00:00.000Z')
/** All of C0, DEL, all of C1, the separators, and what turns the direction around. */
const unsafeCharacters = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, code) => 0x7F + code),
  0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069,
].map(code => String.fromCharCode(code))

describe('a line of the log in production', () => {
  it('is JSON with time, level, name, message and what the event says for programs', () => {
    expect(toJsonLine('error', 'access token: wechat_busy', { event: 'renewal_failed', errcode: -1, endpoint: undefined }, noon))
      .toBe('{"time":"2026-11-23T04:00:00.000Z","level":"error","name":"wechat","message":"access token: wechat_busy","event":"renewal_failed","errcode":-1}')
  })

  it('is JSON without fields too', () => {
    expect(toJsonLine('info', 'on', undefined, noon)).toBe('{"time":"2026-11-23T04:00:00.000Z","level":"info","name":"wechat","message":"on"}')
  })

  it('shows neither terminal nor viewer a control character, a separator or a change of direction, and loses none', () => {
    const text = `中文 ${unsafeCharacters.join('x')} 😀`
    const line = toJsonLine('warn', text, { event: text }, noon)
    for (const character of unsafeCharacters)
      expect(line, character.charCodeAt(0).toString(16)).not.toContain(character)
    expect(JSON.parse(line)).toMatchObject({ message: text, event: text })
    expect(line).toContain('中文')
  })

  it('cannot be made to look like two', () => {
    expect(toJsonLine('info', 'a\r\n{"level":"error"}\u2028\u001B[2J\u009B\u202E', undefined, noon))
      .toBe('{"time":"2026-11-23T04:00:00.000Z","level":"info","name":"wechat","message":"a\\r\\n{\\"level\\":\\"error\\"}\\u2028\\u001b[2J\\u009b\\u202e"}')
  })
})

describe('a line of the log in development', () => {
  it('is the message, in which each of them is a space', () => {
    expect(toReadableLine('a\nb\u001B[2J\u202Ec')).toBe('[wechat] a b [2J c')
  })
})

describe('what is said of an unhandled error', () => {
  it.each([
    ['[GET] "https://x.example/a?code=1&state=2": 500', '[GET] "https://x.example/a?… 500'],
    ['/a?b=\'c"d)e', '/a?…'],
    ['GET /a?b and /c?d', 'GET /a?… and /c?…'],
    ['Cannot read properties of undefined (reading \'x\')\n    at Renewing.#load (file:///a.mjs:1:2)', 'Cannot read properties of undefined (reading \'x\')\n    at Renewing.#load (file:///a.mjs:1:2)'],
    ['Really? Yes.', 'Really? Yes.'],
  ])('holds no query: %j', (text, expected) => {
    expect(withoutQueries(text)).toBe(expected)
  })
})
