import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEnvFile } from '../../../doctor/checks/variables/env-file'
import { examine, type Report } from '../../../doctor/examine'
import { makeFolder } from './account'

function problemsOf(text: string | Buffer): string[] {
  return readEnvFile(makeFolder(text)).problems.map(({ text: problem, params }) => params ? `${problem} ${params.line}` : problem)
}

describe('the doctor, of .env', () => {
  it('finds nothing in what npm start reads as it looks', () => {
    expect(problemsOf('# a comment\n\nA=b\nexport B = c \nC="d # e"\nD=\'f\'\nE=\nF=g # a comment\nG="two\nlines"\nH=i\r\n')).toEqual([])
  })

  it.each([
    ['A: b', ['env_line 1']],
    ['A＝b', ['env_line 1']],
    ['A', ['env_line 1']],
    ['1A=b', ['env_line 1']],
    ['A=b\nB C=d', ['env_line 2']],
    ['A="b', ['env_quote 1']],
    ['A=\'b\nB=c', ['env_quote 1']],
    ['A="b\nB=c\nC=d"\nE', ['env_line 4']],
    ['A=b#c', ['env_hash 1']],
    ['A=b\n\nA=c', ['env_twice 3']],
    ['\uFEFFA=b', ['env_encoding']],
  ])('finds in %j what is probably not meant so, by its line', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  it('finds UTF-16 and GBK', () => {
    expect(problemsOf(Buffer.from('A=b', 'utf16le'))).toEqual(['env_encoding'])
    expect(problemsOf(Buffer.from([0x41, 0x3D, 0xD6, 0xD0]))).toEqual(['env_encoding'])
  })

  it('says where it cannot be read', () => {
    const folder = makeFolder()
    mkdirSync(join(folder, '.env'))
    expect(readEnvFile(folder).problems).toMatchObject([{ text: 'env_unreadable' }])
  })
})

async function variablesOf(environment: Record<string, string>, language: 'en' | 'zh' = 'en'): Promise<Report['checks'][number] | undefined> {
  const { checks } = await examine({ environment: { NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1', ...environment }, folder: makeFolder(), language })
  return checks[0]
}

describe('the doctor, of variables', () => {
  it.each([
    ['NUXT_WECHAT_APP_ID', '"wx0000000000000001"', 'There is a quotation mark in the value.'],
    ['NUXT_WECHAT_APP_ID', 'gh_0123456789ab', 'This is the account\'s original ID (原始ID); the AppID begins with wx.'],
    ['NUXT_WECHAT_APP_ID', 'ww0123456789abcdef', 'This is a corporation\'s ID of WeCom; an official account\'s AppID begins with wx.'],
    ['NUXT_WECHAT_APP_SECRET', '0123456789abcdef\u200B', 'There is an invisible character in the value; type it again.'],
    ['NUXT_WECHAT_APP_SECRET', '0123456789abcdef ', 'There is a space in the value.'],
    ['NUXT_WECHAT_APP_SECRET', '0123456789\nabcdef', 'There is a line break in the value.'],
    ['NUXT_WECHAT_JS_DOMAINS', 'https://a.example.com', 'hosts by comma, without scheme'],
    ['NUXT_WECHAT_JS_DOMAINS', 'a.example.com；b.example.com', 'There is a full-width character in the value.'],
    ['NUXT_WECHAT_VERIFY_CODE', 'a，b', 'There is a full-width comma in the value.'],
  ])('says of a wrong %s what the slip is', async (name, value, slip) => {
    const { message = '' } = await variablesOf({ [name]: value }) ?? {}
    expect(message).toContain(`${name} takes `)
    expect(message).toContain(slip)
    expect(message).not.toContain(value.trim())
  })

  it('names all that is wrong at once, in either language', async () => {
    const wrong = { NUXT_WECHAT_APPID: 'canary', NUXT_WECHAT_STORAGE: 'canary', NUXT_WECHAT_RATE_LIMIT: 'canary', NUXT_WECHAT_SIMULATOR: 'canary' }
    const [en, zh] = await Promise.all([variablesOf(wrong), variablesOf(wrong, 'zh')])
    expect(en?.message.split('\n')).toEqual([
      expect.stringContaining('NUXT_WECHAT_STORAGE takes memory, fs:DIR'),
      expect.stringContaining('NUXT_WECHAT_RATE_LIMIT takes requests a minute'),
      expect.stringContaining('NUXT_WECHAT_SIMULATOR takes true or false'),
      expect.stringContaining('Unknown variable NUXT_WECHAT_APPID. Did you mean NUXT_WECHAT_APP_ID?'),
    ])
    expect(zh?.message.split('\n')).toEqual([
      expect.stringContaining('NUXT_WECHAT_STORAGE 应为memory、fs:目录'),
      expect.stringContaining('NUXT_WECHAT_RATE_LIMIT 应为每分钟的请求数'),
      expect.stringContaining('NUXT_WECHAT_SIMULATOR 应为true 或 false'),
      expect.stringContaining('没有 NUXT_WECHAT_APPID 这个变量，是不是 NUXT_WECHAT_APP_ID？'),
    ])
  })

  it('takes a variable that asks for the simulator in the build', async () => {
    expect(await variablesOf({ NUXT_WECHAT_SIMULATOR: 'true' })).toMatchObject({ status: 'ok' })
  })
})
