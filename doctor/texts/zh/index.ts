import type { Texts } from '../shape'
import { hereProblems } from './here'
import { notes } from './notes'
import { siteProblems } from './site'
import { takes } from './takes'
import { wechatProblems } from './wechat'
import { words } from './words'

export const zh: Texts = {
  problems: { ...hereProblems, ...wechatProblems, ...siteProblems },
  notes,
  words: { ...words, ...takes },
  statuses: { ok: '正常', failed: '失败', warning: '警告', skipped: '跳过' },
  where: '后台位置：',
  more: '详见 ',
  docs: '/docs/zh/',
  space: '',
  colon: '：',
  comma: '，',
}
