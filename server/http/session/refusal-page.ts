import { createHash } from 'node:crypto'
import { getCookie, getRequestHeader, setResponseHeaders, type H3Event } from 'h3'
import type { WechatErrorCode } from '../../../shared/wechat'
import type { PendingSignIn } from './cookies'

declare module 'h3' {
  interface H3EventContext {
    /** The sign-in that this request belongs to, which the refusal page can start again. */
    signInAgain?: PendingSignIn
  }
}

/** Takes `code` and `state` out of the address bar. */
const script = 'history.replaceState(null,"",location.pathname)'
const scriptHash = createHash('sha256').update(script).digest('base64')

const style = `:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}body{max-width:26rem;margin:0 auto;padding:20vh 24px 24px;text-align:center}h1{font-size:22px;margin:0 0 8px}p{margin:0 0 32px;opacity:.7}a{display:inline-block;min-width:184px;padding:8px 24px;border-radius:8px;background:#07824a;color:#fff;font-weight:500;text-decoration:none;box-sizing:border-box}a:focus-visible{outline:2px solid currentColor;outline-offset:3px}small{display:block;margin-top:32px;opacity:.6}`

const texts = {
  en: {
    title: 'Not signed in',
    button: 'Start again',
    reasons: {
      oauth_state_invalid: 'This sign-in has expired, was used already, or began in another browser.',
      oauth_code_invalid: 'This sign-in has expired or was used already.',
      oauth_denied: 'You did not agree. Nothing was passed on.',
      oauth_snapshot_user: 'This is a snapshot of the page. Tap “使用完整服务” (use the full service) at the bottom, then sign in.',
      redirect_invalid: 'The link that brought you here is broken.',
      scope_invalid: 'The link that brought you here is broken.',
      rate_limited: 'Too many requests came from this network. Please wait a minute.',
      sign_in_not_configured: 'This site has not set up sign-in yet.',
      wechat_not_configured: 'This site has not set up sign-in yet.',
    },
    other: 'WeChat did not answer as it should. Please try again in a moment.',
    failed: 'Something went wrong on this server. Please try again in a moment.',
  },
  zh: {
    title: '未能登录',
    button: '重新登录',
    reasons: {
      oauth_state_invalid: '本次登录已过期、已被使用，或不是在这个浏览器里发起的。',
      oauth_code_invalid: '本次登录已失效或已被使用。',
      oauth_denied: '你没有同意授权，未传递任何信息。',
      oauth_snapshot_user: '当前是网页快照。请点击页面底部的“使用完整服务”，再登录。',
      redirect_invalid: '来到这里的链接有误。',
      scope_invalid: '来到这里的链接有误。',
      rate_limited: '当前网络的请求过于频繁，请等一分钟再试。',
      sign_in_not_configured: '本站尚未配置登录。',
      wechat_not_configured: '本站尚未配置登录。',
    },
    other: '微信暂时没有正常响应，请稍后再试。',
    failed: '服务器出错了，请稍后再试。',
  },
}

/** Whether a browser navigates here; a program asks for JSON. */
export function wantsPage(event: H3Event): boolean {
  return Boolean(getRequestHeader(event, 'accept')?.includes('text/html'))
}

/**
 * What happened, and a button to start the same sign-in again, in the user's language. It loads nothing and keeps no address.
 *
 * @param code what the request was refused with; none for an error of this server.
 */
export function renderRefusalPage(event: H3Event, code?: WechatErrorCode): string {
  setResponseHeaders(event, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; base-uri 'none'; frame-ancestors 'self'`,
  })
  const language = getCookie(event, 'locale') ?? getRequestHeader(event, 'accept-language') ?? 'zh'
  const locale = /^\s*zh/i.test(language) ? 'zh' : 'en'
  const { title, button, reasons, other, failed } = texts[locale]
  const reason = code ? new Map<string, string>(Object.entries(reasons)).get(code) ?? other : failed
  const { scope, redirect } = event.context.signInAgain ?? {}
  const again = scope && redirect ? `/api/wx/login?scope=${scope}&amp;redirect=${encodeURIComponent(redirect)}` : '/api/wx/login'
  return `<!DOCTYPE html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${style}</style><script>${script}</script></head><body><main><h1>${title}</h1><p>${reason}</p><a href="${again}">${button}</a><small>${code ?? 500}</small></main></body></html>`
}
