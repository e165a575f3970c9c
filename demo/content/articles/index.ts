import { bareLink } from './bare-link'
import { fiveMinuteRule } from './five-minute-rule'
import { howACardIsMade } from './how-a-card-is-made'
import { invalidSignature } from './invalid-signature'

export type { Article, ArticleText, Block } from './article'

export const articles = [howACardIsMade, invalidSignature, bareLink, fiveMinuteRule]
