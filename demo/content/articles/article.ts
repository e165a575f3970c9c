import type { Locale } from '../locales'

/** A piece of an article: a paragraph, or something with its own look. Text between backticks is code. */
export type Block = string | { heading: string } | { list: string[] } | { steps: string[] } | { code: string }

export interface ArticleText {
  title: string
  desc: string
  body: Block[]
}

export interface Article extends Record<Locale, ArticleText> {
  slug: string
  /** The card's picture: a path in `public/`, PNG, 300 × 300. */
  imgUrl: string
}
