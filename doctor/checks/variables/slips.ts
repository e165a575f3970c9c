const slips: [word: string, pattern: RegExp, name?: string][] = [
  ['slip_quotes', /^["'`“”‘’]|["'`“”‘’]$/],
  ['slip_full_width', /[，、；：．＝\u3000]/],
  ['slip_invisible', /[\u200B-\u200F\u2060\uFEFF]/],
  ['slip_newline', /[\r\n]/],
  ['slip_original_id', /^gh_/, 'NUXT_WECHAT_APP_ID'],
  ['slip_corp_id', /^ww/, 'NUXT_WECHAT_APP_ID'],
  ['slip_scheme', /^https?:\/\/|,\s*https?:\/\//, 'NUXT_WECHAT_JS_DOMAINS'],
  ['slip_space', /\s/],
]

/** What in a value is probably a slip of the hand: a word for it, never the value. */
export function findSlip(name: string, value: string): string | undefined {
  return slips.find(([, pattern, only = name]) => only === name && pattern.test(value))?.[0]
}
