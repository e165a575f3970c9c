import type { WechatErrorCode } from '../../../shared/wechat'
import type { ErrorText } from './text'

const noTicket = {
  en: 'Pages have no card: `GET /api/wx/config` refuses, as no valid ticket is at hand. The log has a line with this code and the time of the next attempt.',
  zh: '页面没有分享卡片：手上没有有效的 ticket，`GET /api/wx/config` 拒绝。日志里有一行写着这个错误码和下次重试的时间。',
}

/** Failures between this server and WeChat. */
export const wechatCodes = {
  wechat_not_configured: {
    en: {
      see: 'Every route under `/api/wx` that needs the account refuses; the log says `NOT CONFIGURED` at the start.',
      cause: '`NUXT_WECHAT_APP_ID` or `NUXT_WECHAT_APP_SECRET` is missing, or a variable is misspelt or malformed. The hint names it.',
      fix: 'Set it in `.env` or the environment, and restart: see [variables](../variables.md).',
    },
    zh: {
      see: '`/api/wx` 下用到公众号的接口都拒绝，启动日志里有 `NOT CONFIGURED`。',
      cause: '没有设置 `NUXT_WECHAT_APP_ID` 或 `NUXT_WECHAT_APP_SECRET`，或者某个变量拼错、不合格式，`hint` 里写着是哪一个。',
      fix: '写进 `.env` 或环境变量，然后重启，见[环境变量](../variables.md)。',
    },
  },
  wechat_unreachable: {
    en: {
      see: noTicket.en,
      cause: 'This server cannot connect to WeChat\'s API: a firewall, DNS, a proxy, TLS, or a wrong `NUXT_WECHAT_API_BASE`.',
      fix: 'On the server try `curl -v https://api.weixin.qq.com`. Mend what it names. It is asked again by itself.',
    },
    zh: {
      see: noTicket.zh,
      cause: '服务器连不上微信接口：防火墙、DNS、代理、TLS，或 `NUXT_WECHAT_API_BASE` 不对。',
      fix: '在服务器上执行 `curl -v https://api.weixin.qq.com`，按它的提示修复。应用会自动重试。',
    },
  },
  wechat_timeout: {
    en: {
      see: noTicket.en,
      cause: 'WeChat, or another process of this app that is asking it, has not answered in time: 7.8 s for a page.',
      fix: 'It is asked again by itself. If it lasts, look at the network between this server and `api.weixin.qq.com`.',
    },
    zh: {
      see: noTicket.zh,
      cause: '微信，或正在请求微信的另一个进程，没有及时响应。页面最多等 7.8 秒。',
      fix: '应用会自动重试。如果持续出现，请检查服务器到 `api.weixin.qq.com` 的网络。',
    },
  },
  wechat_busy: {
    en: {
      see: noTicket.en,
      cause: 'WeChat says that it is busy (errcode -1), or the access token has ended this very moment.',
      fix: 'Nothing: it is asked again by itself.',
    },
    zh: {
      see: noTicket.zh,
      cause: '微信系统繁忙（errcode -1），或者 access_token 恰好刚刚失效。',
      fix: '不用处理，应用会自动重试。',
    },
  },
  wechat_secret_invalid: {
    en: {
      see: noTicket.en,
      cause: '`NUXT_WECHAT_APP_SECRET` is not the AppSecret of this AppID. It may have been reset in the console.',
      fix: 'Copy it again from the console (developers.weixin.qq.com/platform; before: mp.weixin.qq.com, 设置与开发 › 基本配置), and restart. A reset ends the old secret everywhere.',
    },
    zh: {
      see: noTicket.zh,
      cause: '`NUXT_WECHAT_APP_SECRET` 不是这个 AppID 的 AppSecret，可能已在公众平台重置。',
      fix: '到公众平台重新复制（developers.weixin.qq.com/platform；以前：mp.weixin.qq.com，设置与开发 › 基本配置），然后重启。重置会让旧的 AppSecret 在所有地方失效。',
    },
  },
  wechat_appid_invalid: {
    en: {
      see: noTicket.en,
      cause: 'WeChat does not know `NUXT_WECHAT_APP_ID`, or it is of another kind of account.',
      fix: 'Compare it with the console, letter by letter. The AppID of a mini program or of an open platform app does not work here.',
    },
    zh: {
      see: noTicket.zh,
      cause: '微信不认识 `NUXT_WECHAT_APP_ID`，或者它属于其他类型的账号。',
      fix: '与公众平台上的逐字对照。小程序、开放平台应用的 AppID 不能用在这里。',
    },
  },
  wechat_ip_not_allowed: {
    en: {
      see: noTicket.en,
      cause: 'The address from which this server goes out is not on the account\'s IP whitelist (IP白名单). The log names the address.',
      fix: 'Add it in the console (developers.weixin.qq.com/platform; before: mp.weixin.qq.com, 设置与开发 › 基本配置). It takes some minutes. Where the address changes, add the network, such as `203.0.113.0/24`.',
    },
    zh: {
      see: noTicket.zh,
      cause: '服务器的出口 IP 不在公众号的 IP 白名单里，日志里写着这个 IP。',
      fix: '到公众平台添加（developers.weixin.qq.com/platform；以前：mp.weixin.qq.com，设置与开发 › 基本配置），几分钟后生效。IP 会变的话，添加网段，如 `203.0.113.0/24`。',
    },
  },
  wechat_secret_frozen: {
    en: {
      see: noTicket.en,
      cause: 'The AppSecret was frozen in the console.',
      fix: 'Unfreeze it there. It takes 10 minutes.',
    },
    zh: {
      see: noTicket.zh,
      cause: 'AppSecret 在公众平台被冻结。',
      fix: '到公众平台解冻，10 分钟后生效。',
    },
  },
  wechat_quota_exceeded: {
    en: {
      see: noTicket.en,
      cause: 'The day\'s calls of this API are used up. One server needs a few dozen a day: something else calls as well, such as a second program, or many processes without Redis.',
      fix: 'Wait for midnight in Beijing, or clear the quota in the console, 10 times a month. Then find the other caller.',
    },
    zh: {
      see: noTicket.zh,
      cause: '这个接口当天的调用次数已用完。一台服务器一天只需要几十次，说明还有别的程序在调用，例如另一个系统，或很多没有 Redis 的进程。',
      fix: '等到北京时间零点，或到公众平台清零（每月 10 次），然后找出另一个调用方。',
    },
  },
  wechat_rate_limited: {
    en: {
      see: noTicket.en,
      cause: 'Too many calls of this API within a minute.',
      fix: 'Nothing: it is asked again after a minute. If it lasts, another program uses the same account.',
    },
    zh: {
      see: noTicket.zh,
      cause: '一分钟内调用这个接口的次数太多。',
      fix: '不用处理，一分钟后会自动重试。如果持续出现，说明另有程序在用同一个公众号。',
    },
  },
  wechat_unauthorized: {
    en: {
      see: 'Pages have no card, the sign-in is refused, or a `call` of yours fails.',
      cause: 'The account has no permission for this API (接口权限). An account that is not verified has no share cards; a subscription account has no web sign-in.',
      fix: 'Look into 接口权限 in the console. Verify the account (认证), or try with a test account, which has all permissions.',
    },
    zh: {
      see: '页面没有分享卡片，登录被拒绝，或者你的 `call` 失败。',
      cause: '公众号没有这个接口的权限。未认证的账号不能自定义分享卡片，订阅号没有网页授权。',
      fix: '在公众平台查看“接口权限”。完成认证，或先用权限齐全的测试号。',
    },
  },
  wechat_account_restricted: {
    en: {
      see: noTicket.en,
      cause: 'WeChat has restricted the account.',
      fix: 'The console says why, and how to appeal.',
    },
    zh: {
      see: noTicket.zh,
      cause: '公众号被微信限制。',
      fix: '公众平台上会说明原因和申诉方式。',
    },
  },
  wechat_bad_response: {
    en: {
      see: noTicket.en,
      cause: 'The WeChat API address returned something that is not a WeChat response: HTML, half of an answer, a redirect. Mostly it is a proxy between, or a sign-in page of the network.',
      fix: 'Check `NUXT_WECHAT_API_BASE` and the proxy. On the server: `curl https://api.weixin.qq.com/cgi-bin/token` answers JSON with an `errcode`.',
    },
    zh: {
      see: noTicket.zh,
      cause: '微信接口的地址返回的不是微信的响应：HTML、不完整的内容、重定向。多半是中间的代理，或网络的认证页。',
      fix: '检查 `NUXT_WECHAT_API_BASE` 和代理。在服务器上执行 `curl https://api.weixin.qq.com/cgi-bin/token`，应返回带 `errcode` 的 JSON。',
    },
  },
  wechat_error: {
    en: {
      see: 'Pages have no card, or a `call` of yours fails, with WeChat\'s `errcode`.',
      cause: 'WeChat refused with a number that has no code of its own here.',
      fix: 'Look the number up: below, or in WeChat\'s list of return codes (全局返回码).',
    },
    zh: {
      see: '页面没有分享卡片，或者你的 `call` 失败，并带微信的 `errcode`。',
      cause: '微信返回了一个没有对应错误码的 errcode。',
      fix: '查这个 errcode：见下面，或微信文档的“全局返回码”。',
    },
  },
} satisfies Partial<Record<WechatErrorCode, ErrorText>>
