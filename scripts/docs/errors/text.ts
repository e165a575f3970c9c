/** The docs are written in these. */
export const languages = ['en', 'zh'] as const

export type Language = typeof languages[number]

/** What the page of an error says, as Markdown. */
export type ErrorText = Record<Language, { see: string, cause: string, fix: string }>

/** What the page of one of WeChat's numbers says; what is seen follows from the number. */
export type ErrcodeText = Record<Language, { cause: string, fix: string }> & {
  /** WeChat's own text, as it begins. */
  errmsg: string
}
