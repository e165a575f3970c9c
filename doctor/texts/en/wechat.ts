const accountPage = 'developers.weixin.qq.com/platform, the account\'s page (formerly mp.weixin.qq.com › 设置与开发 › 基本配置)'
const noTicket = 'Without it pages are not signed.'

/** The way to WeChat's API, and what it answers. */
export const wechatProblems = {
  clock_wrong: {
    what: 'This machine\'s clock is {seconds} s {direction} WeChat\'s.',
    why: 'Signatures carry a wrong time, sign-ins expire at once or too late, and certificates may count as invalid.',
    fix: 'Set it by NTP: timedatectl set-ntp true. In a container or virtual machine, on the host.',
  },
  clock_unknown: {
    what: 'The API base answers without a date.',
    why: 'The clock cannot be compared with WeChat\'s.',
    fix: 'Let the proxy at NUXT_WECHAT_API_BASE pass on WeChat\'s header Date.',
  },
  api_simulated: {
    what: 'NUXT_WECHAT_API_BASE is a path: the app itself plays WeChat.',
    why: 'With the simulator there is no account to check.',
    fix: 'Delete NUXT_WECHAT_API_BASE and NUXT_WECHAT_SIMULATOR, and set AppID and AppSecret of your account.',
  },
  api_dns: {
    what: 'This machine finds no address of {host}.',
    why: 'WeChat cannot be asked for a ticket.',
    fix: 'Check the DNS servers (/etc/resolv.conf, the container\'s network) and the spelling of NUXT_WECHAT_API_BASE.',
  },
  api_connection: {
    what: '{host} refuses the connection or cuts it.',
    why: 'WeChat cannot be asked for a ticket.',
    fix: 'Let the firewall or the cloud\'s security group pass outgoing connections to port 443; check NUXT_WECHAT_API_BASE.',
  },
  api_timeout: {
    what: '{host} does not answer within 8 s.',
    why: 'WeChat cannot be asked for a ticket.',
    fix: 'Let the firewall or the cloud\'s security group pass outgoing connections to port 443; try again, WeChat may be slow.',
  },
  api_tls: {
    what: 'No safe connection to {host}: {reason}.',
    why: 'The AppSecret must not be sent to a stranger.',
    fix: 'Check the clock, the proxy in between and, for one of your own, NODE_EXTRA_CA_CERTS.',
  },
  api_not_wechat: {
    what: '{host} answers (HTTP {status}), but not as WeChat does.',
    why: 'A proxy or a sign-in page of the network answers in WeChat\'s place.',
    fix: 'Check NUXT_WECHAT_API_BASE, the proxy there, and the network.',
  },
  token_classic: {
    what: 'WeChat gives an access token, asked for by stable_token: the call of NUXT_WECHAT_TOKEN_ENDPOINT=classic would end the running app\'s token.',
    why: 'Each other program that asks by the classic call ends it too.',
    fix: 'Set NUXT_WECHAT_TOKEN_ENDPOINT=stable, unless an old program shares the classic token.',
  },
  quota_low: {
    what: 'WeChat gives a jsapi ticket, but only {remain} of {limit} calls are left today.',
    why: 'When they are used up, pages are signed only while the ticket lasts.',
    fix: 'Look for another program, or for processes that share no storage. The count starts anew at midnight in Beijing.',
    where: accountPage,
  },
  wechat_secret_invalid: {
    what: 'WeChat refuses the AppSecret (errcode {errcode}).',
    why: noTicket,
    fix: 'Copy NUXT_WECHAT_APP_SECRET again, of the same account as the AppID. If it was reset since, the old one is void. Restart the app afterwards.',
    where: accountPage,
  },
  wechat_appid_invalid: {
    what: 'WeChat knows no account with this AppID (errcode {errcode}).',
    why: noTicket,
    fix: 'Copy NUXT_WECHAT_APP_ID again. Restart the app afterwards.',
    where: accountPage,
  },
  wechat_ip_not_allowed: {
    what: 'WeChat refuses calls from this machine\'s address: {ip}.',
    why: 'Only addresses on the account\'s IP whitelist may ask for a token.',
    fix: 'Add {ip} to the IP whitelist (IP白名单), and wait some minutes.',
    where: accountPage,
  },
  ip_unconfirmed: {
    what: 'WeChat holds back calls from this machine\'s address until the administrator agrees (errcode {errcode}).',
    why: 'A new address is confirmed on the administrator\'s phone; refused, it waits for an hour or a day.',
    fix: 'Confirm it in WeChat on the administrator\'s phone, or add the address to the IP whitelist (IP白名单).',
    where: accountPage,
  },
  wechat_secret_frozen: {
    what: 'The AppSecret is frozen (errcode {errcode}).',
    why: noTicket,
    fix: 'Unfreeze it; that takes 10 minutes.',
    where: accountPage,
  },
  wechat_quota_exceeded: {
    what: 'The day\'s calls are used up (errcode {errcode} at {endpoint}).',
    why: 'When the app\'s ticket ends there is no other.',
    fix: 'Wait for midnight in Beijing, or clear the quota (10 times a month). Look for another program that asks for this account.',
    where: accountPage,
  },
  wechat_rate_limited: {
    what: 'Too many calls within a minute (errcode {errcode}).',
    why: 'Another program asks for this account, too often.',
    fix: 'Find it; try again in a minute.',
  },
  wechat_unauthorized: {
    what: 'The account is not authorised for this call (errcode {errcode} at {endpoint}).',
    why: 'WeChat gives share cards to verified accounts and test accounts only; a mini program has none.',
    fix: 'Have the account verified (微信认证), or take a test account. Check that the AppID is not a mini program\'s.',
    where: 'developers.weixin.qq.com/platform (formerly mp.weixin.qq.com › 设置与开发 › 微信认证)',
  },
  wechat_account_restricted: {
    what: 'The account is restricted (errcode {errcode}).',
    why: 'WeChat has taken abilities from it, for a breach of its rules.',
    fix: 'Read the notice in the console, and appeal or wait.',
    where: 'mp.weixin.qq.com › 通知中心',
  },
  wechat_busy: {
    what: 'WeChat is busy (errcode {errcode}).',
    why: noTicket,
    fix: 'Try again in a minute; nothing is wrong here.',
  },
  wechat_unreachable: {
    what: '{host} cut the connection.',
    why: noTicket,
    fix: 'Try again; then look for a firewall or a proxy that ends long connections.',
  },
  wechat_timeout: {
    what: 'WeChat did not answer within 5 s.',
    why: noTicket,
    fix: 'Try again; then check the network.',
  },
  wechat_bad_response: {
    what: '{host} answered something that is no answer of WeChat\'s.',
    why: 'A proxy stands in between, or the address is not WeChat\'s.',
    fix: 'Check NUXT_WECHAT_API_BASE and the proxy there.',
  },
  wechat_error: {
    what: 'WeChat refuses with errcode {errcode} at {endpoint}.',
    why: noTicket,
    fix: 'Look the number up in WeChat\'s list of return codes (全局返回码).',
    where: 'developers.weixin.qq.com/doc/service/',
  },
}
