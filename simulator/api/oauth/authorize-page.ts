import type { Refusal } from './authorize-rules'
import { testUsers, type TestUser } from './test-users'

const texts = {
  zh: { title: '微信授权', account: '测试公众号', asks: '申请获取你的昵称、头像', as: '以谁的身份', allow: '允许', refuse: '拒绝', snapshot: '快照页用户（不是任何人）', wrong: '无法打开授权页' },
  en: { title: 'WeChat authorisation', account: 'Test account', asks: 'asks for your name and picture', as: 'Sign in as', allow: 'Allow', refuse: 'Refuse', snapshot: 'snapshot user', wrong: 'The authorise page cannot be opened' },
}

const style = `:root{color-scheme:light dark;--ground:#ededed;--card:#fff;--line:#e0e0e0;--quiet:#6b6b6b;--accent:#07804a}
@media(prefers-color-scheme:dark){:root{--ground:#111;--card:#1c1c1c;--line:#333;--quiet:#9b9b9b}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);font:16px/1.5 system-ui,-apple-system,'PingFang SC',sans-serif}
main{max-width:26rem;margin:0 auto;padding:32px 20px}h1{margin:0;font-size:20px}p{margin:0 0 24px;color:var(--quiet)}
fieldset{margin:0 0 24px;padding:0;border:0;border-radius:10px;overflow:hidden;background:var(--card)}legend{padding:0 0 8px;color:var(--quiet);font-size:14px}
label{display:flex;gap:12px;align-items:center;padding:10px 14px;border-top:1px solid var(--line)}label:first-of-type{border-top:0}
img,i{flex:none;width:40px;height:40px;border-radius:4px;background:var(--line)}small{display:block;color:var(--quiet)}
button{display:block;width:184px;margin:0 auto 12px;padding:8px;border:0;border-radius:8px;background:var(--accent);color:#fff;font:inherit;font-weight:500;cursor:pointer}
button[value=refuse]{background:var(--line);color:inherit}:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`

/** What WeChat asks a user, with a choice of who that is. Works without a script. */
export function renderConsent(parameters: [string, string][], user: TestUser, language: string): string {
  const { title, account, asks, as, allow, refuse, snapshot } = textsFor(language)
  const kept = parameters.map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`).join('')
  const people = testUsers.map(({ id, nickname, headimgurl, openid, isSnapshot }) => `<label><input type="radio" name="simulator_user" value="${id}"${id === user.id ? ' checked' : ''}>${headimgurl ? `<img src="${escape(headimgurl)}" alt="">` : '<i></i>'}<span>${escape(isSnapshot ? snapshot : nickname)}<small>${escape(openid)}</small></span></label>`).join('')
  return page(title, language, `<h1>${account}</h1><p>${asks}</p><form>${kept}<fieldset><legend>${as}</legend>${people}</fieldset><button name="simulator_answer" value="allow">${allow}</button><button name="simulator_answer" value="refuse">${refuse}</button></form>`)
}

/** WeChat's number and words for a request that it does not take. */
export function renderRefusal([number, chinese, english]: Refusal, language: string): string {
  const { wrong } = textsFor(language)
  return page(wrong, language, `<h1>${wrong}</h1><p>${chinese}，错误码:${number}<br>${english}</p>`)
}

function textsFor(language: string) {
  return /^\s*zh/i.test(language) ? texts.zh : texts.en
}

function page(title: string, language: string, body: string): string {
  return `<!DOCTYPE html><html lang="${/^\s*zh/i.test(language) ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${style}</style></head><body><main>${body}</main></body></html>`
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
