const accountPage = 'developers.weixin.qq.com/platform 的账号页面（原为 mp.weixin.qq.com › 设置与开发 › 基本配置）'
const noTicket = '拿不到它，页面就不能签名。'
const cannotAsk = '无法向微信要票据。'

/** 到微信接口的路，以及微信的回答。 */
export const wechatProblems = {
  clock_wrong: {
    what: '本机时间比微信{direction} {seconds} 秒。',
    why: '签名里的时间不对，登录会提前或推迟失效，证书也可能被当作无效。',
    fix: '用 NTP 校时：timedatectl set-ntp true。容器和虚拟机在宿主机上校。',
  },
  clock_unknown: {
    what: '接口地址的应答里没有时间。',
    why: '无法与微信的时间比较。',
    fix: '让 NUXT_WECHAT_API_BASE 处的代理传回微信的 Date 响应头。',
  },
  api_simulated: {
    what: 'NUXT_WECHAT_API_BASE 是一个路径：由应用自己扮演微信。',
    why: '用模拟器时没有账号可检查。',
    fix: '删掉 NUXT_WECHAT_API_BASE 和 NUXT_WECHAT_SIMULATOR，填上自己账号的 AppID 和 AppSecret。',
  },
  api_dns: {
    what: '本机解析不出 {host} 的地址。',
    why: cannotAsk,
    fix: '检查 DNS 服务器（/etc/resolv.conf、容器网络），以及 NUXT_WECHAT_API_BASE 有没有写错。',
  },
  api_connection: {
    what: '{host} 拒绝或切断了连接。',
    why: cannotAsk,
    fix: '在防火墙或云安全组里放行到 443 端口的出站连接；检查 NUXT_WECHAT_API_BASE。',
  },
  api_timeout: {
    what: '{host} 8 秒内没有应答。',
    why: cannotAsk,
    fix: '在防火墙或云安全组里放行到 443 端口的出站连接；也可能是微信慢，请再试一次。',
  },
  api_tls: {
    what: '与 {host} 建立不了安全连接：{reason}。',
    why: 'AppSecret 不能发给来历不明的服务器。',
    fix: '检查本机时间和中间的代理；如果代理是自己的，设置 NODE_EXTRA_CA_CERTS。',
  },
  api_not_wechat: {
    what: '{host} 有应答（HTTP {status}），但不是微信的应答。',
    why: '应答的是代理，或者网络的登录页。',
    fix: '检查 NUXT_WECHAT_API_BASE、那里的代理和网络。',
  },
  token_classic: {
    what: '微信给出了 access_token，是用 stable_token 取的：NUXT_WECHAT_TOKEN_ENDPOINT=classic 的接口会让正在运行的应用的 token 失效。',
    why: '其他程序用 classic 接口取 token 时，同样会让它失效。',
    fix: '设置 NUXT_WECHAT_TOKEN_ENDPOINT=stable，除非要与旧程序共用 token。',
  },
  quota_low: {
    what: '微信给出了 jsapi_ticket，但今天只能再调用 {remain} 次，每天上限 {limit} 次。',
    why: '用完以后，只有手上的票据还有效时页面才能签名。',
    fix: '找出其他在调用的程序，或者没有共用存储的进程。北京时间零点重新计数。',
    where: accountPage,
  },
  wechat_secret_invalid: {
    what: '微信不认这个 AppSecret（errcode {errcode}）。',
    why: noTicket,
    fix: '重新复制 NUXT_WECHAT_APP_SECRET，要与 AppID 属于同一个账号；重置过的话，旧的已经作废。改完重启应用。',
    where: accountPage,
  },
  wechat_appid_invalid: {
    what: '微信查不到这个 AppID（errcode {errcode}）。',
    why: noTicket,
    fix: '重新复制 NUXT_WECHAT_APP_ID。改完重启应用。',
    where: accountPage,
  },
  wechat_ip_not_allowed: {
    what: '微信拒绝来自本机地址的调用：{ip}。',
    why: '只有 IP白名单里的地址才能取 token。',
    fix: '把 {ip} 加进 IP白名单，等几分钟生效。',
    where: accountPage,
  },
  ip_unconfirmed: {
    what: '微信暂时拦下了来自本机地址的调用，要等管理员同意（errcode {errcode}）。',
    why: '新地址要在管理员的手机上确认；被拒绝后，要等一小时或一天。',
    fix: '请管理员在手机微信里确认，或者把地址加进 IP白名单。',
    where: accountPage,
  },
  wechat_secret_frozen: {
    what: 'AppSecret 已被冻结（errcode {errcode}）。',
    why: noTicket,
    fix: '解冻，10 分钟后生效。',
    where: accountPage,
  },
  wechat_quota_exceeded: {
    what: '当天的调用次数已用完（{endpoint}，errcode {errcode}）。',
    why: '应用手上的票据到期后就没有新的了。',
    fix: '等到北京时间零点，或者清零（每月 10 次）。再找一找还有什么程序在用这个账号。',
    where: accountPage,
  },
  wechat_rate_limited: {
    what: '一分钟内调用太多（errcode {errcode}）。',
    why: '还有别的程序在用这个账号，而且调用太频繁。',
    fix: '找出那个程序；一分钟后再试。',
  },
  wechat_unauthorized: {
    what: '账号没有这个接口的权限（{endpoint}，errcode {errcode}）。',
    why: '分享卡片只给认证过的账号和测试号，小程序没有。',
    fix: '完成微信认证，或者改用测试号。确认 AppID 不是小程序的。',
    where: 'developers.weixin.qq.com/platform（原为 mp.weixin.qq.com › 设置与开发 › 微信认证）',
  },
  wechat_account_restricted: {
    what: '账号的能力受到限制（errcode {errcode}）。',
    why: '因为违反规则，微信收回了部分能力。',
    fix: '看后台的通知，申诉或者等待解除。',
    where: 'mp.weixin.qq.com › 通知中心',
  },
  wechat_busy: {
    what: '微信系统繁忙（errcode {errcode}）。',
    why: noTicket,
    fix: '过一分钟再试，这边没有问题。',
  },
  wechat_unreachable: {
    what: '{host} 切断了连接。',
    why: noTicket,
    fix: '再试一次；还不行，就找会切断长连接的防火墙或代理。',
  },
  wechat_timeout: {
    what: '微信 5 秒内没有应答。',
    why: noTicket,
    fix: '再试一次；还不行，就检查网络。',
  },
  wechat_bad_response: {
    what: '{host} 的应答不是微信的应答。',
    why: '中间有代理，或者地址不是微信的。',
    fix: '检查 NUXT_WECHAT_API_BASE 和那里的代理。',
  },
  wechat_error: {
    what: '微信拒绝了调用（{endpoint}，errcode {errcode}）。',
    why: noTicket,
    fix: '在微信的全局返回码里查这个数字。',
    where: 'developers.weixin.qq.com/doc/service/',
  },
}
