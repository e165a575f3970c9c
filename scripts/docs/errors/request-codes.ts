import type { WechatErrorCode } from '../../../shared/wechat'
import type { ErrorText } from './text'

const encode = '`encodeURIComponent(location.href.split(\'#\')[0])`'

/** Refusals of what a page or another client sent. */
export const requestCodes = {
  url_missing: {
    en: {
      see: '`GET /api/wx/config` refuses, and the page has no card.',
      cause: 'The request has no parameter `url`, or an empty one.',
      fix: `Send \`url=\` and ${encode}. The composables do so by themselves.`,
    },
    zh: {
      see: '`GET /api/wx/config` 拒绝，页面没有分享卡片。',
      cause: '请求里没有 `url` 参数，或者是空的。',
      fix: `请求里带上 \`url=\`，值为 ${encode}。组合式函数会自动处理。`,
    },
  },
  url_not_encoded: {
    en: {
      see: '`GET /api/wx/config` refuses. Often only pages with a query are concerned, such as those that were opened from a share (`?from=singlemessage&isappinstalled=0`).',
      cause: 'The page\'s address was put into the request as it is. Its first `&` then ends the parameter; non-ASCII letters tell the same.',
      fix: `Send ${encode}.`,
    },
    zh: {
      see: '`GET /api/wx/config` 拒绝。常常只有带查询参数的页面才这样，例如从分享打开的页面（`?from=singlemessage&isappinstalled=0`）。',
      cause: '页面网址没有编码就放进了请求：第一个 `&` 会截断参数；出现未编码的中文也是同样的问题。',
      fix: `改为 ${encode}。`,
    },
  },
  url_invalid: {
    en: {
      see: '`GET /api/wx/config` refuses.',
      cause: 'The parameter `url` is there twice or as an array, or its value holds broken escapes (`%E`), spaces or control characters.',
      fix: `Send it once: ${encode}. A proxy must not decode the query.`,
    },
    zh: {
      see: '`GET /api/wx/config` 拒绝。',
      cause: '`url` 参数出现了两次或写成了数组，或者值里有残缺的转义（`%E`）、空格、控制字符。',
      fix: `只传一次：${encode}。反向代理不要对查询参数解码。`,
    },
  },
  url_not_href: {
    en: {
      see: '`GET /api/wx/config` refuses.',
      cause: 'The address was put together by hand: a browser writes its origin otherwise (lower case, no `:443`, a slash after the host, Chinese domains as `xn--…`). WeChat checks what the browser reports.',
      fix: `Take the address from \`location.href\`: ${encode}.`,
    },
    zh: {
      see: '`GET /api/wx/config` 拒绝。',
      cause: '网址是自己拼出来的，与浏览器的写法不同（域名小写、没有 `:443`、域名后有斜杠、中文域名写成 `xn--…`）。微信校验的是浏览器里的网址。',
      fix: `直接取 \`location.href\`：${encode}。`,
    },
  },
  url_host_not_allowed: {
    en: {
      see: '`GET /api/wx/config` refuses, and the page has no card.',
      cause: 'The page\'s host is not in `NUXT_WECHAT_JS_DOMAINS`. Without that variable: it is not the host of the request, as where a proxy passes on another `Host`.',
      fix: 'Add the host to `NUXT_WECHAT_JS_DOMAINS` and, in the console, to the JS safe domains (JS接口安全域名). In nginx: `proxy_set_header Host $http_host;`',
    },
    zh: {
      see: '`GET /api/wx/config` 拒绝，页面没有分享卡片。',
      cause: '页面的域名不在 `NUXT_WECHAT_JS_DOMAINS` 里。没有设置这个变量时，则是它与请求的域名不同，例如反向代理传来的 `Host` 不对。',
      fix: '把域名加进 `NUXT_WECHAT_JS_DOMAINS`，并在公众平台加进“JS接口安全域名”。nginx 里写 `proxy_set_header Host $http_host;`',
    },
  },
  url_too_long: {
    en: {
      see: '`GET /api/wx/config` refuses.',
      cause: 'The page\'s address has more than 4096 bytes.',
      fix: 'Keep what is long out of the address, or in its hash, which is not signed.',
    },
    zh: {
      see: '`GET /api/wx/config` 拒绝。',
      cause: '页面网址超过 4096 字节。',
      fix: '不要把很长的内容放在网址里；放在 `#` 后面也可以，那部分不参与签名。',
    },
  },
  media_invalid: {
    en: {
      see: '`downloadMedia` fails in a server route, which answers so.',
      cause: 'WeChat has no such `media_id`: it ends three days after the upload, belongs to one account, or is no `serverId` at all.',
      fix: 'Pass on the `serverId` that `uploadImage` or `uploadVoice` gave the page, and download it soon.',
    },
    zh: {
      see: '服务端路由里的 `downloadMedia` 失败，路由响应此错误。',
      cause: '微信没有这个 `media_id`：上传超过三天已失效，属于另一个公众号，或者根本不是 `serverId`。',
      fix: '原样传递 `uploadImage` 或 `uploadVoice` 返回的 `serverId`，并尽快下载。',
    },
  },
  media_too_large: {
    en: {
      see: '`downloadMedia` fails in a server route, which answers so. Where the size is not known before, its stream fails.',
      cause: 'The file has more bytes than `maxBytes`, which is 10 MiB by default.',
      fix: 'Give `downloadMedia` a larger `maxBytes`, or tell the user that the file is too large.',
    },
    zh: {
      see: '服务端路由里的 `downloadMedia` 失败，路由响应此错误。事先不知道大小时，是读取流的时候失败。',
      cause: '文件超过 `maxBytes`，默认 10 MiB。',
      fix: '给 `downloadMedia` 更大的 `maxBytes`，或告诉用户文件太大。',
    },
  },
  media_is_video: {
    en: {
      see: '`downloadMedia` fails in a server route, which answers so.',
      cause: 'The `media_id` is a video. WeChat gives no file for it, but an address.',
      fix: 'Ask for the address: `call(\'/cgi-bin/media/get\', { query: { media_id } })` gives `{ video_url }`.',
    },
    zh: {
      see: '服务端路由里的 `downloadMedia` 失败，路由响应此错误。',
      cause: '这个 `media_id` 是视频，微信给的不是文件，而是地址。',
      fix: '查询地址：`call(\'/cgi-bin/media/get\', { query: { media_id } })` 返回 `{ video_url }`。',
    },
  },
  cross_site: {
    en: {
      see: '`POST /api/wx/logout` or `POST /api/wx/report` refuses.',
      cause: 'Another site\'s page sent the request, or a proxy passes on another host than the visitor\'s.',
      fix: 'Send it from a page of this site. In nginx: `proxy_set_header Host $http_host;`',
    },
    zh: {
      see: '`POST /api/wx/logout` 或 `POST /api/wx/report` 拒绝。',
      cause: '请求由其他网站的页面发出，或者反向代理传来的域名与用户访问的不同。',
      fix: '从本站的页面发出请求。nginx 里写 `proxy_set_header Host $http_host;`',
    },
  },
  rate_limited: {
    en: {
      see: 'A route under `/api/wx` refuses, with `Retry-After`.',
      cause: 'More requests came from one address within a minute than `NUXT_WECHAT_RATE_LIMIT` allows, or more than 10 reports. Behind a proxy that is not in `NUXT_WECHAT_TRUSTED_PROXIES` all visitors are one address.',
      fix: 'Name the proxy in `NUXT_WECHAT_TRUSTED_PROXIES`, and let it send `X-Forwarded-For`. Otherwise wait, or raise the limit.',
    },
    zh: {
      see: '`/api/wx` 下的接口拒绝，带 `Retry-After`。',
      cause: '一个地址一分钟内的请求超过 `NUXT_WECHAT_RATE_LIMIT`，或上报超过 10 条。反向代理没有写进 `NUXT_WECHAT_TRUSTED_PROXIES` 时，所有用户算作一个地址。',
      fix: '把反向代理写进 `NUXT_WECHAT_TRUSTED_PROXIES`，并让它发送 `X-Forwarded-For`。否则等一等，或调高上限。',
    },
  },
  report_invalid: {
    en: {
      see: '`POST /api/wx/report` refuses. No page shows it.',
      cause: 'The body is not what a page of this layer sends: JSON with `errMsg`, `path`, `platform`, `host` and `version`.',
      fix: 'Let the composables send it. If they did, a proxy has changed the body.',
    },
    zh: {
      see: '`POST /api/wx/report` 拒绝，页面上看不到。',
      cause: '请求内容不是页面发出的格式：含 `errMsg`、`path`、`platform`、`host`、`version` 的 JSON。',
      fix: '由组合式函数自动上报即可。如果就是它发出的，说明内容被代理改动过。',
    },
  },
  report_too_large: {
    en: {
      see: '`POST /api/wx/report` refuses. No page shows it.',
      cause: 'The body has more than 2 KiB. A page of this layer sends less.',
      fix: 'Let the composables send it.',
    },
    zh: {
      see: '`POST /api/wx/report` 拒绝，页面上看不到。',
      cause: '请求内容超过 2 KiB，页面发出的不会这么大。',
      fix: '由组合式函数自动上报即可。',
    },
  },
} satisfies Partial<Record<WechatErrorCode, ErrorText>>
