const jsDomains = 'developers.weixin.qq.com/platform（或 mp.weixin.qq.com › 设置与开发 › 公众号设置 › 功能设置 › JS接口安全域名）'
const authDomain = 'mp.weixin.qq.com › 设置与开发 › 公众号设置 › 功能设置 › 网页授权域名（尚未移到 developers.weixin.qq.com/platform）'
const visitors = '在微信里打不开页面。'
const warned = '微信会提示不安全，或者打不开页面。'
const noCard = '页面没有卡片。'
const invalid = '微信会提示 invalid signature。'

/** 访问者和微信看到的网站。 */
export const siteProblems = {
  host_dns: {
    what: '{host} 没有 DNS 记录。',
    why: visitors,
    fix: '添加 A 或 AAAA 记录，或者改正域名。',
  },
  host_connection: {
    what: '{host} 拒绝或切断了连接。',
    why: visitors,
    fix: '启动 Web 服务器，监听 443 端口，并在防火墙和安全组里放行。',
  },
  host_timeout: {
    what: '{host} 8 秒内没有应答。',
    why: visitors,
    fix: '在防火墙和安全组里放行 443 端口；确认 DNS 指向的是这台机器。',
  },
  host_tls: {
    what: '{host} 有应答，但不是 TLS，或者证书尚未生效。',
    why: visitors,
    fix: '在 nginx 里写 listen 443 ssl，配好证书和私钥。',
  },
  host_bad_gateway: {
    what: '{host} 返回 {status}：Web 服务器连不上应用。',
    why: '访问者看到的是错误页。',
    fix: '启动应用；检查 proxy_pass 的主机和端口。',
  },
  certificate_expired: {
    what: '{host} 的证书已过期。',
    why: warned,
    fix: '续期（certbot renew），重新加载 Web 服务器，并查清为什么没有自动续期。',
  },
  certificate_wrong_host: {
    what: '{host} 的证书是别的域名的。',
    why: warned,
    fix: '申请包含 {host} 的证书，或者用 server_name 让 Web 服务器选对证书。',
  },
  certificate_untrusted: {
    what: '{host} 的证书不受信任：是自签名的，或者缺中间证书。',
    why: '电脑上的浏览器往往能自己补全，手机不能。',
    fix: '用公认机构签发的证书；配置 fullchain.pem，而不是 cert.pem。',
  },
  certificate_ends_soon: {
    what: '{host} 的证书还有 {days} 天到期。',
    why: '早该续期了，说明自动续期没有生效。',
    fix: '续期（certbot renew），重新加载 Web 服务器，并检查定时任务。',
  },
  domain_for_test_account: {
    what: '{host} 是 IP、带端口，或者不是公网域名。',
    why: '只有测试号能把它填作 JS接口安全域名。',
    fix: '正式账号要用公网域名，不带端口。',
    where: jsDomains,
  },
  ownership_missing: {
    what: '{host}/{name} 返回 {status}。',
    why: '找不到这个文件，后台就不接受该域名。',
    fix: '重启应用，并让 Web 服务器把这个路径转给应用。',
    where: jsDomains,
  },
  ownership_redirected: {
    what: '{host}/{name} 被重定向了。',
    why: '后台要在原地址找到这个文件，才接受该域名。',
    fix: '在 {host} 上直接返回它，不要重定向。',
    where: jsDomains,
  },
  ownership_changed: {
    what: '{host}/{name} 返回了 {found} 字节，与文件的 {bytes} 字节内容不同。',
    why: '后台会逐字节比较。',
    fix: '让 Web 服务器原样转给应用；看看是不是有旧文件，或者返回了网页。',
    where: jsDomains,
  },
  site_redirected: {
    what: '{host} 被重定向到 {target}。',
    why: '页面、Cookie 和微信的回跳地址必须是同一个来源。',
    fix: '把 NUXT_WECHAT_SITE_ORIGIN 设为访问者最终到达的地址，或者去掉重定向。',
  },
  site_not_configured: {
    what: '{host} 上的应用返回 wechat_not_configured。',
    why: '它启动时没有这些变量，或者变量有误。',
    fix: '在 .env 所在目录启动，或者把变量传给它（systemd 用 EnvironmentFile=）。它的日志里写着哪里不对。',
  },
  site_other_app: {
    what: '{host} 有应答（HTTP {status}），但不是本应用的应答。',
    why: '访问者看到的是别的网站，或者 Web 服务器把 /api/wx 转到了别处。',
    fix: '检查 DNS、server_name 和 proxy_pass；设了 app.baseURL 的话，这里也要设 NUXT_APP_BASE_URL。',
  },
  site_no_proof: {
    what: '{host} 上的应用没有证明自己属于哪个账号。',
    why: '它是旧版本、没有 AppSecret，或者缓存丢掉了查询参数。',
    fix: '重新部署并重启；不要让任何缓存保存 /api/wx。',
  },
  site_other_account: {
    what: '{host} 上的应用用的是别的 AppSecret。',
    why: '它属于别的账号，或者换过密钥后没有重启。',
    fix: '用这里的变量重启它，或者查一查 {host} 指向哪里。',
  },
  site_wrong_protocol: {
    what: '{host} 上的应用以为访问者用的是 {found}，而不是 {expected}。',
    why: '它写进页面的完整网址开头会不对。',
    fix: 'nginx：proxy_set_header X-Forwarded-Proto $scheme;',
  },
  site_wrong_host: {
    what: '{host} 上的应用以为访问的是{found}。',
    why: '它会按错误的域名签名和比较。',
    fix: 'nginx：proxy_set_header Host $http_host; 或者传 X-Forwarded-Host，并把代理写进 NUXT_WECHAT_TRUSTED_PROXIES。',
  },
  url_host_not_allowed: {
    what: '应用不给 {host} 签名：它不在 JS 域名里。',
    why: '后台没有这个域名的话，微信也会拒绝。',
    fix: '加进 NUXT_WECHAT_JS_DOMAINS 并重启应用，再到后台添加。',
    where: jsDomains,
  },
  signature_url_changed: {
    what: '应用收到的页面网址与发出的不一样。',
    why: '按别的网址签名，签名无效。',
    fix: '不要让代理解码或改写查询参数：nginx 的 proxy_pass 后面不要写路径，也不要 rewrite /api/wx。',
  },
  signature_refused: {
    what: '应用没有签名：{code}（HTTP {status}）。',
    why: noCard,
    fix: '按这个 code 的说明处理，应用的日志里有详情。',
  },
  signature_no_answer: {
    what: '{host} 对 /api/wx/config 返回 {status}，不是本应用的应答。',
    why: noCard,
    fix: '让 Web 服务器把 /api/wx 原样转给应用。',
  },
  signature_other_account: {
    what: '应用签名用的是别的 AppID。',
    why: invalid,
    fix: '用这里的变量重启应用。',
  },
  signature_other_ticket: {
    what: '应用签名用的票据，不是微信现在给出的那个。',
    why: invalid,
    fix: '重启应用，并清掉 NUXT_WECHAT_STORAGE 里存的内容。再找一找还有什么程序在换票据。',
  },
  signature_not_comparable: {
    what: '应用签名用的票据，与微信刚给出的不同。',
    why: '可能微信正要换票据，或者每次给的都不一样，两个都有效。',
    fix: '五分钟后再运行一次 doctor，或者在微信里打开页面看看。',
  },
  sign_in_no_origin: {
    what: '设置了 NUXT_SESSION_PASSWORD，却没有设置 NUXT_WECHAT_SITE_ORIGIN。',
    why: '微信不知道授权后回到哪里，登录会返回 sign_in_not_configured。',
    fix: '设置 NUXT_WECHAT_SITE_ORIGIN（如 https://m.example.com），然后重启应用。',
  },
  password_weak: {
    what: 'NUXT_SESSION_PASSWORD 里不同的字符太少。',
    why: '密码被猜中，陌生人就能冒充任何用户。',
    fix: '用 openssl rand -hex 32 生成一个。换了以后所有人要重新登录。',
  },
  sign_in_not_restarted: {
    what: '正在运行的应用返回 sign_in_not_configured。',
    why: '它启动时没有 NUXT_SESSION_PASSWORD 或 NUXT_WECHAT_SITE_ORIGIN。',
    fix: '带上这两个变量重启。',
  },
  sign_in_refused: {
    what: '应用没有开始登录（HTTP {status}）。',
    why: '访问者无法登录。',
    fix: '让 Web 服务器原样转发 /api/wx 和它的重定向；应用的日志里有详情。',
  },
  sign_in_other_target: {
    what: '应用把访问者带到了别的地址或账号，与这里的变量不符。',
    why: '访问者无法登录到这个账号。',
    fix: '用这里的变量重启应用：NUXT_WECHAT_APP_ID、NUXT_WECHAT_OPEN_BASE。',
  },
  sign_in_other_origin: {
    what: '应用让微信回到的地址不是 {origin}。',
    why: '会话 Cookie 会设到别处，或者微信会拒绝（10003）。',
    fix: '设置 NUXT_WECHAT_SITE_ORIGIN={origin}，重启应用。',
  },
  sign_in_redirect_uri: {
    what: '微信拒绝回到 {host}（10003）。',
    why: '它不是账号的网页授权域名；网页授权域名不包含子域名。',
    fix: '在后台填写 {host}，不带 https://。',
    where: authDomain,
  },
  sign_in_no_permission: {
    what: '账号没有网页授权的权限（10005）。',
    why: '只有认证服务号和测试号才有。',
    fix: '完成认证，或者改用测试号；不需要登录的话，删掉 NUXT_SESSION_PASSWORD。',
    where: 'developers.weixin.qq.com/platform（原为 mp.weixin.qq.com › 设置与开发 › 接口权限）',
  },
}
