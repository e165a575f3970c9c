import type { KnownErrcode } from '../../../server/wechat/api/errors'
import type { ErrcodeText } from './text'

/** Where the secret is sent 40001 means the AppSecret; elsewhere the token was refused. */
const tokenRefused = {
  en: { cause: 'WeChat refused an access token that it had given. Mostly another program gets tokens of the same account by the classic call, which ends this server\'s token.', fix: 'A token is renewed by itself, once. If it lasts, let all programs use `stable_token`, or take the token from one place.' },
  zh: { cause: '微信拒绝了它自己发出的 access_token。多半是另一个程序用旧的 token 接口为同一个公众号取了 token，把这里的顶掉了。', fix: '应用会自动刷新一次 token。如果持续出现，让所有程序都用 `stable_token`，或从一处取 token。' },
}

/** WeChat's numbers. */
export const errcodes: Record<KnownErrcode, ErrcodeText> = {
  [-1]: {
    errmsg: 'system error',
    en: { cause: 'WeChat is busy.', fix: 'Nothing: it is asked again by itself.' },
    zh: { cause: '微信系统繁忙。', fix: '不用处理，应用会自动重试。' },
  },
  40001: {
    errmsg: 'invalid credential, access_token is invalid or not latest',
    en: { cause: `${tokenRefused.en.cause} At the calls that send the AppSecret it means that the secret is wrong; the code is then [\`wechat_secret_invalid\`](wechat_secret_invalid.md).`, fix: tokenRefused.en.fix },
    zh: { cause: `${tokenRefused.zh.cause}在传 AppSecret 的接口上，它表示 AppSecret 不对，此时错误码是 [\`wechat_secret_invalid\`](wechat_secret_invalid.md)。`, fix: tokenRefused.zh.fix },
  },
  40014: { errmsg: 'invalid access_token', ...tokenRefused },
  42001: { errmsg: 'access_token expired', ...tokenRefused },
  40003: {
    errmsg: 'invalid openid',
    en: { cause: 'WeChat does not know this openid: it belongs to another account, or to no user.', fix: 'Use the openid that this account\'s sign-in gave. After a change of account the old openids are of no use.' },
    zh: { cause: '微信不认识这个 openid：它属于另一个公众号，或者不是任何用户的。', fix: '使用在这个公众号登录得到的 openid。换了公众号，旧的 openid 就不能用了。' },
  },
  40007: {
    errmsg: 'invalid media_id',
    en: { cause: 'WeChat has no such `media_id`: it ends three days after the upload, and belongs to one account.', fix: 'Pass on the `serverId` of `uploadImage` as it is, and download it soon.' },
    zh: { cause: '微信没有这个 `media_id`：上传三天后失效，且只属于一个公众号。', fix: '原样传递 `uploadImage` 返回的 `serverId`，并尽快下载。' },
  },
  40013: {
    errmsg: 'invalid appid',
    en: { cause: 'WeChat does not know the AppID.', fix: 'Compare `NUXT_WECHAT_APP_ID` with the console, letter by letter.' },
    zh: { cause: '微信不认识这个 AppID。', fix: '把 `NUXT_WECHAT_APP_ID` 与公众平台上的逐字对照。' },
  },
  40029: {
    errmsg: 'invalid code',
    en: { cause: 'The sign-in\'s code is no code of this account, or has expired.', fix: 'Start the sign-in again.' },
    zh: { cause: '登录的 code 不属于这个公众号，或已过期。', fix: '重新登录。' },
  },
  40030: {
    errmsg: 'invalid refresh_token',
    en: { cause: 'The refresh token of a sign-in does not belong to this account. This layer does not use any: a `call` of your own did.', fix: 'Start the sign-in again.' },
    zh: { cause: '登录得到的 refresh_token 不属于这个公众号。这个 layer 不使用它，是你自己的 `call` 用到的。', fix: '重新登录。' },
  },
  40125: {
    errmsg: 'invalid appsecret',
    en: { cause: '`NUXT_WECHAT_APP_SECRET` is not the AppSecret of this AppID. It may have been reset in the console.', fix: 'Copy it again, and restart.' },
    zh: { cause: '`NUXT_WECHAT_APP_SECRET` 不是这个 AppID 的 AppSecret，可能已在公众平台重置。', fix: '重新复制，然后重启。' },
  },
  40163: {
    errmsg: 'code been used',
    en: { cause: 'The sign-in\'s code was exchanged already. Web views load the callback twice; with several processes and no Redis the second load may meet another process.', fix: 'Start the sign-in again. With several processes set `NUXT_WECHAT_STORAGE=redis://…`.' },
    zh: { cause: '登录的 code 已经用过。WebView 会加载两次回调地址；有多个进程又没有 Redis 时，第二次可能落到另一个进程。', fix: '重新登录。有多个进程时设置 `NUXT_WECHAT_STORAGE=redis://…`。' },
  },
  40164: {
    errmsg: 'invalid ip, not in whitelist',
    en: { cause: 'The address from which this server goes out is not on the account\'s IP whitelist. The log names it.', fix: 'Add it in the console, IP白名单. It takes some minutes.' },
    zh: { cause: '服务器的出口 IP 不在公众号的 IP 白名单里，日志里写着这个 IP。', fix: '到公众平台的“IP白名单”添加，几分钟后生效。' },
  },
  40243: {
    errmsg: 'AppSecret is frozen',
    en: { cause: 'The AppSecret was frozen in the console.', fix: 'Unfreeze it there. It takes 10 minutes.' },
    zh: { cause: 'AppSecret 在公众平台被冻结。', fix: '到公众平台解冻，10 分钟后生效。' },
  },
  41002: {
    errmsg: 'appid missing',
    en: { cause: 'WeChat received no AppID. A proxy at `NUXT_WECHAT_API_BASE` may lose the body of the request.', fix: 'Set `NUXT_WECHAT_APP_ID`; let the proxy pass on the body and its content type.' },
    zh: { cause: '微信没有收到 AppID。`NUXT_WECHAT_API_BASE` 指向的代理可能丢掉了请求内容。', fix: '设置 `NUXT_WECHAT_APP_ID`；让代理原样传递请求内容和 Content-Type。' },
  },
  41004: {
    errmsg: 'appsecret missing',
    en: { cause: 'WeChat received no AppSecret. A proxy at `NUXT_WECHAT_API_BASE` may lose the body of the request.', fix: 'Set `NUXT_WECHAT_APP_SECRET`; let the proxy pass on the body and its content type.' },
    zh: { cause: '微信没有收到 AppSecret。`NUXT_WECHAT_API_BASE` 指向的代理可能丢掉了请求内容。', fix: '设置 `NUXT_WECHAT_APP_SECRET`；让代理原样传递请求内容和 Content-Type。' },
  },
  41006: {
    errmsg: 'media_id missing',
    en: { cause: 'The call has no `media_id`.', fix: 'Pass on the `serverId` of `uploadImage`.' },
    zh: { cause: '调用时没有 `media_id`。', fix: '传递 `uploadImage` 返回的 `serverId`。' },
  },
  41008: {
    errmsg: 'missing code',
    en: { cause: 'The sign-in\'s code did not reach WeChat.', fix: 'Start the sign-in again.' },
    zh: { cause: '登录的 code 没有传到微信。', fix: '重新登录。' },
  },
  42002: {
    errmsg: 'refresh_token expired',
    en: { cause: 'The refresh token of a sign-in has expired. This layer does not use any: a `call` of your own did.', fix: 'Start the sign-in again.' },
    zh: { cause: '登录得到的 refresh_token 已过期。这个 layer 不使用它，是你自己的 `call` 用到的。', fix: '重新登录。' },
  },
  42003: {
    errmsg: 'code expired',
    en: { cause: 'The sign-in\'s code is older than five minutes.', fix: 'Start the sign-in again. If it happens often, the way from WeChat to this server is slow.' },
    zh: { cause: '登录的 code 已超过五分钟。', fix: '重新登录。如果经常出现，说明从微信回到服务器的过程太慢。' },
  },
  42007: {
    errmsg: 'access_token and refresh_token exception',
    en: { cause: 'The user has changed WeChat\'s password, which ends what was granted.', fix: 'Start the sign-in again.' },
    zh: { cause: '用户修改了微信密码，之前的授权失效。', fix: '重新登录。' },
  },
  45009: {
    errmsg: 'reach max api daily quota limit',
    en: { cause: 'The day\'s calls of this API are used up.', fix: 'Wait for midnight in Beijing, or clear the quota in the console, 10 times a month. Then find what calls so often.' },
    zh: { cause: '这个接口当天的调用次数已用完。', fix: '等到北京时间零点，或到公众平台清零（每月 10 次），然后找出调用频繁的程序。' },
  },
  45011: {
    errmsg: 'api minute-quota reach limit',
    en: { cause: 'Too many calls of this API within a minute.', fix: 'Wait a minute.' },
    zh: { cause: '一分钟内调用这个接口的次数太多。', fix: '等一分钟。' },
  },
  48001: {
    errmsg: 'api unauthorized',
    en: { cause: 'The account has no permission for this API (接口权限).', fix: 'Verify the account, or try with a test account.' },
    zh: { cause: '公众号没有这个接口的权限。', fix: '完成认证，或先用测试号。' },
  },
  50002: {
    errmsg: 'user limited',
    en: { cause: 'WeChat has restricted the account.', fix: 'The console says why, and how to appeal.' },
    zh: { cause: '公众号被微信限制。', fix: '公众平台上会说明原因和申诉方式。' },
  },
  61024: {
    errmsg: 'component appid must use component_access_token',
    en: { cause: 'The AppID belongs to a third-party platform (第三方平台), which has tokens of another kind.', fix: 'Use the AppID of the account itself.' },
    zh: { cause: '这个 AppID 属于第三方平台，用的是另一种 token。', fix: '使用公众号自己的 AppID。' },
  },
  89503: {
    errmsg: 'ip needs the confirmation of the administrator',
    en: { cause: 'A call from a new address awaits the confirmation of the account\'s administrator.', fix: 'The administrator confirms it on the phone, in WeChat\'s message. Then it is asked again by itself.' },
    zh: { cause: '从新的 IP 发起的调用要等公众号管理员确认。', fix: '管理员在手机上的微信消息里确认，之后应用会自动重试。' },
  },
}
