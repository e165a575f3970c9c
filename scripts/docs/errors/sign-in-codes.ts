import type { WechatErrorCode } from '../../../shared/wechat'
import type { ErrorText } from './text'

/** Refusals of a sign-in. */
export const signInCodes = {
  oauth_state_invalid: {
    en: {
      see: 'After WeChat the user comes to the page of a refused sign-in.',
      cause: 'The sign-in did not begin in this browser within the last ten minutes, was used already, or its cookie is lost: the site is open under another host, or by http while `NUXT_WECHAT_SITE_ORIGIN` is https.',
      fix: 'Start again. If it happens to all users: let the proxy pass on `Host`, open the site by https, and with several processes use Redis.',
    },
    zh: {
      see: '用户从微信授权页回来，看到登录没有成功的页面。',
      cause: '这次登录不是十分钟内在这个浏览器里发起的，或已被使用过，或 Cookie 丢失：网站用另一个域名打开，或者用 http 打开而 `NUXT_WECHAT_SITE_ORIGIN` 是 https。',
      fix: '重新登录。如果所有用户都这样：让反向代理传递 `Host`，用 https 打开网站；有多个进程时使用 Redis。',
    },
  },
  oauth_code_invalid: {
    en: {
      see: 'After WeChat the user comes to the page of a refused sign-in.',
      cause: 'WeChat\'s code works once and for five minutes, and for one account. It has expired, was used already, or belongs to another AppID.',
      fix: 'Start again. If it happens to all users, compare `NUXT_WECHAT_APP_ID` and `NUXT_WECHAT_APP_SECRET` with the console.',
    },
    zh: {
      see: '用户从微信授权页回来，看到登录没有成功的页面。',
      cause: '微信返回的 code 只能用一次，五分钟内有效，只属于一个公众号。它已过期、已被使用，或属于另一个 AppID。',
      fix: '重新登录。如果所有用户都这样，请对照公众平台检查 `NUXT_WECHAT_APP_ID` 和 `NUXT_WECHAT_APP_SECRET`。',
    },
  },
  oauth_denied: {
    en: {
      see: 'After WeChat the user comes to the page of a refused sign-in.',
      cause: 'The user did not agree. WeChat then returns without a code.',
      fix: 'Say why the page asks, and offer the button again. For the openid alone `snsapi_base` asks nothing.',
    },
    zh: {
      see: '用户从微信授权页回来，看到登录没有成功的页面。',
      cause: '用户没有同意授权，微信返回时不带 code。',
      fix: '说明为什么需要授权，再次提供登录按钮。只需要 openid 的话，用 `snsapi_base`，不会询问用户。',
    },
  },
  oauth_snapshot_user: {
    en: {
      see: 'After WeChat the user comes to the page of a refused sign-in.',
      cause: 'The page is open as a snapshot (快照页), for which WeChat makes up a user. That user is not signed in.',
      fix: 'The user taps “使用完整服务” (use the full service) at the bottom of the page, and signs in again.',
    },
    zh: {
      see: '用户从微信授权页回来，看到登录没有成功的页面。',
      cause: '页面是以快照页方式打开的，微信返回的是虚拟用户，不会让它登录。',
      fix: '用户点页面底部的“使用完整服务”，再登录。',
    },
  },
  redirect_invalid: {
    en: {
      see: '`GET /api/wx/login` refuses: the user sees the page of a refused sign-in.',
      cause: '`redirect` is not a path of this site, or has more than 1024 bytes. Addresses of other sites are refused: a sign-in must not lead there.',
      fix: 'Give a path, percent-encoded: `/api/wx/login?redirect=%2Fprofile%3Ftab%3D1`. `login({ redirect: \'/profile?tab=1\' })` does it by itself.',
    },
    zh: {
      see: '`GET /api/wx/login` 拒绝，用户看到登录没有成功的页面。',
      cause: '`redirect` 不是本站的路径，或超过 1024 字节。其他网站的地址会被拒绝，登录不能跳到那里去。',
      fix: '传路径，并做百分号编码：`/api/wx/login?redirect=%2Fprofile%3Ftab%3D1`。`login({ redirect: \'/profile?tab=1\' })` 会自动处理。',
    },
  },
  scope_invalid: {
    en: {
      see: '`GET /api/wx/login` refuses: the user sees the page of a refused sign-in.',
      cause: '`scope` is neither `snsapi_base` nor `snsapi_userinfo`.',
      fix: 'Give one of the two, or leave it out.',
    },
    zh: {
      see: '`GET /api/wx/login` 拒绝，用户看到登录没有成功的页面。',
      cause: '`scope` 不是 `snsapi_base` 或 `snsapi_userinfo`。',
      fix: '改成二者之一，或者不写。',
    },
  },
  sign_in_not_configured: {
    en: {
      see: 'Sign-in does not work; `error` of `useWechatUser()` has this code.',
      cause: '`NUXT_SESSION_PASSWORD` or `NUXT_WECHAT_SITE_ORIGIN` is missing. The hint names it.',
      fix: 'Set both and restart: see [sign-in](../sign-in.md#set-it-up).',
    },
    zh: {
      see: '不能登录，`useWechatUser()` 的 `error` 是这个错误码。',
      cause: '没有设置 `NUXT_SESSION_PASSWORD` 或 `NUXT_WECHAT_SITE_ORIGIN`，`hint` 里写着缺哪一个。',
      fix: '两个都设置并重启，见[微信登录](../sign-in.md#启用)。',
    },
  },
  signed_out: {
    en: {
      see: '`GET /api/wx/user`, or a route with `requireWechatUser(event)`, answers so.',
      cause: 'No user is signed in in this browser: not yet, not any more after a week, or `NUXT_SESSION_PASSWORD` is another one now.',
      fix: 'Nothing is wrong. Offer `login()`, or guard the page by the middleware `wechat-auth`.',
    },
    zh: {
      see: '`GET /api/wx/user`，或用了 `requireWechatUser(event)` 的路由，响应此错误。',
      cause: '这个浏览器里没有登录的用户：还没有登录，登录已满一周，或者更换了 `NUXT_SESSION_PASSWORD`。',
      fix: '不算出错。提供 `login()`，或者用中间件 `wechat-auth` 保护页面。',
    },
  },
} satisfies Partial<Record<WechatErrorCode, ErrorText>>
