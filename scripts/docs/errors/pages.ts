import { RefusalError } from '../../../server/http/answers/error-answer'
import { explanations } from '../../../server/wechat/api/errors'
import { WechatError } from '../../../server/wechat/index'
import type { WechatErrorCode } from '../../../shared/wechat'
import { errcodes } from './errcodes'
import { requestCodes } from './request-codes'
import { signInCodes } from './sign-in-codes'
import { languages, type ErrorText, type Language } from './text'
import { wechatCodes } from './wechat-codes'

/** A code without a text fails the type check here. */
const codes: Record<WechatErrorCode, ErrorText> = { ...requestCodes, ...signInCodes, ...wechatCodes }

const words = {
  en: {
    folder: 'docs/errors',
    other: (file: string) => `[简体中文](../zh/errors/${file})`,
    all: 'All errors',
    title: 'Errors',
    intro: 'A failure under `/api/wx` is JSON with `data: { code, hint, errcode? }`. `code` is one of these; `errcode` is WeChat\'s own number. Messages of a page or of WeChat\'s client are in [trouble-shooting](../trouble-shooting.md#what-the-page-says).',
    codes: 'Codes',
    errcodes: 'WeChat\'s numbers',
    see: 'What you see',
    cause: 'Cause',
    fix: 'Fix',
    status: (status: number) => ` The answer is HTTP ${status}.`,
    answered: (errcode: number, code: string, status: number) => `WeChat answers errcode ${errcode}. This server answers HTTP ${status} with the code [\`${code}\`](${code}.md):`,
  },
  zh: {
    folder: 'docs/zh/errors',
    other: (file: string) => `[English](../../errors/${file})`,
    all: '全部错误码',
    title: '错误码',
    intro: '`/api/wx` 下的失败都是 JSON，带 `data: { code, hint, errcode? }`。`code` 是下面之一，`errcode` 是微信返回的错误码。页面和微信客户端的错误信息见[疑难排查](../trouble-shooting.md#页面上的错误)。',
    codes: '本项目的错误码',
    errcodes: '微信的错误码',
    see: '现象',
    cause: '原因',
    fix: '办法',
    status: (status: number) => `响应的 HTTP 状态码是 ${status}。`,
    answered: (errcode: number, code: string, status: number) => `微信返回 errcode ${errcode}。本服务器响应 HTTP ${status}，错误码是 [\`${code}\`](${code}.md)：`,
  },
}

/** Every page about errors, in both languages: its path from the root, and its text. */
export function renderErrorPages(): Map<string, string> {
  const pages = new Map<string, string>()
  for (const language of languages) {
    const add = (file: string, text: string) => pages.set(`${words[language].folder}/${file}`, `${text.trim()}\n`)
    add('README.md', renderIndex(language))
    for (const code of codeNames())
      add(`${code}.md`, renderCode(code, language))
    for (const errcode of errcodeNumbers())
      add(`${errcode}.md`, renderErrcode(errcode, language))
  }
  return pages
}

function renderIndex(language: Language): string {
  const { title, intro, other, cause, ...word } = words[language]
  return `${GENERATED}
# ${title}

${other('README.md')}

${intro}

## ${word.codes}

| \`code\` | HTTP | ${cause} |
|---|---|---|
${codeNames().map(code => `| [\`${code}\`](${code}.md) | ${statusOf(code)} | ${codes[code][language].cause} |`).join('\n')}

## ${word.errcodes}

| \`errcode\` | \`errmsg\` | \`code\` |
|---|---|---|
${errcodeNumbers().map(errcode => `| [${errcode}](${errcode}.md) | ${textOf(errcode).errmsg} | \`${explain(errcode).code}\` |`).join('\n')}`
}

function renderCode(code: WechatErrorCode, language: Language): string {
  const word = words[language]
  const numbers = errcodeNumbers().filter(errcode => explain(errcode).code === code)
  return `${renderHead(`\`${code}\``, `${code}.md`, language)}

${codes[code][language].see}${word.status(statusOf(code))}
${renderRest(codes[code][language], language)}
${renderNumbers(numbers, language)}`
}

function renderNumbers(numbers: number[], language: Language): string {
  if (numbers.length === 0)
    return ''
  return `
## ${words[language].errcodes}

${numbers.map(errcode => `- [${errcode}](${errcode}.md): ${textOf(errcode).errmsg}`).join('\n')}`
}

function renderErrcode(errcode: number, language: Language): string {
  const { code, hint } = explain(errcode)
  const text = textOf(errcode)
  return `${renderHead(`${errcode}: ${text.errmsg}`, `${errcode}.md`, language)}

${words[language].answered(errcode, code, statusOf(code))}

> ${hint}
${renderRest(text[language], language)}`
}

const GENERATED = '<!-- Made by `npm run docs:errors` from scripts/docs/errors: change it there. -->\n'

function renderHead(title: string, file: string, language: Language): string {
  const { other, all, see } = words[language]
  return `${GENERATED}
# ${title}

${other(file)} · [${all}](README.md)

## ${see}`
}

function renderRest({ cause, fix }: { cause: string, fix: string }, language: Language): string {
  const word = words[language]
  return `
## ${word.cause}

${cause}

## ${word.fix}

${fix}`
}

function codeNames(): WechatErrorCode[] {
  // The keys of a Record are those of its type.
  return Object.keys(codes) as WechatErrorCode[]
}

function errcodeNumbers(): number[] {
  return Object.keys(errcodes).map(Number).sort((a, b) => a - b)
}

function textOf(errcode: number) {
  const text = new Map(Object.entries(errcodes)).get(String(errcode))
  if (!text)
    throw new Error(`No text for errcode ${errcode}.`)
  return text
}

function explain(errcode: number): { code: WechatErrorCode, hint: string } {
  const [code, hint] = explanations[errcode] ?? ['wechat_error', '']
  return { code, hint }
}

/** As the server answers it. */
function statusOf(code: WechatErrorCode): number {
  return new RefusalError(new WechatError(code, '')).statusCode
}
