import { describe, expect, it } from 'vitest'
import { schemas } from '../../../server/http/config/schema'
import { texts, type Texts } from '../../../doctor/texts'

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\w+\}/g)].map(([name]) => name))].sort()
}

function messages({ problems, notes }: Texts): [key: string, text: string][] {
  return [...Object.entries(problems).map(([key, { what, why, fix, where = '' }]): [string, string] => [key, `${what} ${why} ${fix} ${where}`]), ...Object.entries(notes)]
}

describe('the doctor\'s texts', () => {
  it('are there in both languages, and name the same values', () => {
    const [en, zh] = [texts.en, texts.zh].map(language => Object.fromEntries(messages(language).map(([key, text]) => [key, placeholders(text)])))
    expect(zh).toEqual(en)
  })

  it('have all words in both languages', () => {
    expect(Object.keys(texts.zh.words)).toEqual(expect.arrayContaining(Object.keys(texts.en.words)))
  })

  it.each(Object.entries(texts))('say in %s of each problem what is wrong, why it matters and what to do', (_, { problems }) => {
    for (const [key, { what, why, fix }] of Object.entries(problems)) {
      for (const text of [what, why, fix])
        expect(text, key).toMatch(/\S.*[.。？；;]|\{slip\}$/)
    }
  })

  it('are Chinese in Chinese, and English in English', () => {
    for (const [key, text] of messages(texts.zh))
      expect(text, key).toMatch(/\p{Script=Han}|^\{appId\}$/u)
    for (const { what, why, fix } of Object.values(texts.en.problems))
      expect([what, why, fix].join(' ').replaceAll(/（.*?）|\([^)]*\)/g, '')).not.toMatch(/\p{Script=Han}/u)
  })

  it('say in Chinese what each variable takes', () => {
    const variables = Object.keys(schemas).map(key => key === 'sessionPassword' ? 'NUXT_SESSION_PASSWORD' : `NUXT_WECHAT_${key.replaceAll(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`)
    for (const name of [...variables, 'NUXT_WECHAT_SIMULATOR'])
      expect(texts.zh.words[name], name).toBeDefined()
  })
})
