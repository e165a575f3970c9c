import { hereProblems } from './here'
import { siteProblems } from './site'
import { wechatProblems } from './wechat'

export const problems = { ...hereProblems, ...wechatProblems, ...siteProblems }
