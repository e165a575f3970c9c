const jsDomains = 'developers.weixin.qq.com/platform (or mp.weixin.qq.com › 设置与开发 › 公众号设置 › 功能设置 › JS接口安全域名)'
const authDomain = 'mp.weixin.qq.com › 设置与开发 › 公众号设置 › 功能设置 › 网页授权域名 (not moved to developers.weixin.qq.com/platform so far)'
const visitors = 'WeChat\'s client does not open the page.'
const nginx = 'In nginx: proxy_set_header'

/** What visitors, and WeChat, see of the site. */
export const siteProblems = {
  host_dns: {
    what: '{host} has no address in the DNS.',
    why: visitors,
    fix: 'Set an A or AAAA record, or correct the name.',
  },
  host_connection: {
    what: '{host} refuses the connection or cuts it.',
    why: visitors,
    fix: 'Start the web server, let it listen on 443, and let firewall and security group pass it.',
  },
  host_timeout: {
    what: '{host} does not answer within 8 s.',
    why: visitors,
    fix: 'Let firewall and security group pass port 443; check that the DNS names the right machine.',
  },
  host_tls: {
    what: '{host} answers, but not by TLS, or with a certificate that is not valid yet.',
    why: visitors,
    fix: 'In nginx: listen 443 ssl, with certificate and key.',
  },
  host_bad_gateway: {
    what: '{host} answers {status}: the web server does not reach the app.',
    why: 'Visitors see an error.',
    fix: 'Start the app; check host and port of proxy_pass.',
  },
  certificate_expired: {
    what: 'The certificate of {host} has expired.',
    why: 'WeChat\'s client shows a warning or nothing.',
    fix: 'Renew it (certbot renew), reload the web server, and find out why that did not happen by itself.',
  },
  certificate_wrong_host: {
    what: 'The certificate of {host} is for other names.',
    why: 'WeChat\'s client shows a warning or nothing.',
    fix: 'Get one that names {host}, or let the web server choose it by server_name.',
  },
  certificate_untrusted: {
    what: 'The certificate of {host} is not trusted: it is self-signed, or an intermediate one is missing.',
    why: 'Browsers on computers often find a missing one by themselves, phones do not.',
    fix: 'Get one from a known authority, and serve fullchain.pem, not cert.pem.',
  },
  certificate_ends_soon: {
    what: 'The certificate of {host} ends in {days} days.',
    why: 'It should have been renewed by now: renewal does not work.',
    fix: 'Renew it (certbot renew), reload the web server, and check the timer.',
  },
  domain_for_test_account: {
    what: '{host} is an IP address, has a port, or is no public name.',
    why: 'Only a test account takes it as its JS safe domain.',
    fix: 'For a real account take a public host name, without a port.',
    where: jsDomains,
  },
  ownership_missing: {
    what: '{host}/{name} answers {status}.',
    why: 'The console takes the domain only when it finds this file.',
    fix: 'Restart the app, and let the web server pass this path to it.',
    where: jsDomains,
  },
  ownership_redirected: {
    what: '{host}/{name} is redirected.',
    why: 'The console takes the domain only when it finds this file there itself.',
    fix: 'Answer it at {host}, without a redirect.',
    where: jsDomains,
  },
  ownership_changed: {
    what: '{host}/{name} answers {found} bytes that are not the {bytes} of the file.',
    why: 'The console compares byte for byte.',
    fix: 'Let the web server pass this path to the app unchanged; look for an older copy of the file, or a page in its place.',
    where: jsDomains,
  },
  site_redirected: {
    what: '{host} is redirected to {target}.',
    why: 'Pages, cookies and WeChat\'s return address need one origin.',
    fix: 'Set NUXT_WECHAT_SITE_ORIGIN to the origin that visitors end at, or take the redirect away.',
  },
  site_not_configured: {
    what: 'The app at {host} says wechat_not_configured.',
    why: 'It was started without these variables, or with wrong ones.',
    fix: 'Start it where .env is, or give it the variables (systemd: EnvironmentFile=). Its log names what is wrong.',
  },
  site_other_app: {
    what: '{host} answers (HTTP {status}), but not as this app does.',
    why: 'Visitors see another site, or the web server passes /api/wx elsewhere.',
    fix: 'Check the DNS, server_name and proxy_pass; with an app.baseURL set NUXT_APP_BASE_URL here too.',
  },
  site_no_proof: {
    what: 'The app at {host} does not say whose it is.',
    why: 'It is an older version, has no AppSecret, or a cache drops the query.',
    fix: 'Deploy and restart it; let no cache keep /api/wx.',
  },
  site_other_account: {
    what: 'The app at {host} has another AppSecret.',
    why: 'It is another account\'s app, or was not restarted since the secret changed.',
    fix: 'Restart it with these variables, or check where {host} leads.',
  },
  site_wrong_protocol: {
    what: 'The app at {host} believes that it was asked by {found}, not by {expected}.',
    why: 'Addresses that it writes into pages begin with the wrong one.',
    fix: `${nginx} X-Forwarded-Proto $scheme;`,
  },
  site_wrong_host: {
    what: 'The app at {host} believes that it was asked as {found}.',
    why: 'It signs for, and compares with, the wrong host.',
    fix: `${nginx} Host $http_host; or X-Forwarded-Host, with the proxy in NUXT_WECHAT_TRUSTED_PROXIES.`,
  },
  url_host_not_allowed: {
    what: 'The app does not sign for {host}: it is not among its JS domains.',
    why: 'WeChat\'s client refuses such a page too, unless the console has the domain.',
    fix: 'Add it to NUXT_WECHAT_JS_DOMAINS, restart the app, and add it in the console.',
    where: jsDomains,
  },
  signature_url_changed: {
    what: 'The app does not receive the page\'s address as it was sent.',
    why: 'A signature of another address is invalid.',
    fix: 'Let no proxy decode or rewrite the query: in nginx proxy_pass without a path, no rewrite of /api/wx.',
  },
  signature_refused: {
    what: 'The app does not sign: {code} (HTTP {status}).',
    why: 'Pages have no card.',
    fix: 'Do what the code\'s page says; the app\'s log says more.',
  },
  signature_no_answer: {
    what: '{host} answers {status} to /api/wx/config, and not as this app does.',
    why: 'Pages have no card.',
    fix: 'Let the web server pass /api/wx to the app unchanged.',
  },
  signature_other_account: {
    what: 'The app signs with another AppID.',
    why: 'WeChat answers: invalid signature.',
    fix: 'Restart the app with these variables.',
  },
  signature_other_ticket: {
    what: 'The app signs with another ticket than WeChat gives now.',
    why: 'WeChat answers: invalid signature.',
    fix: 'Restart the app, and delete what NUXT_WECHAT_STORAGE has stored. Look for another program that renews the ticket.',
  },
  signature_not_comparable: {
    what: 'The app signs, with another ticket than WeChat has just given.',
    why: 'WeChat is about to replace the ticket, or gives each caller another: both are valid.',
    fix: 'Run the doctor again in five minutes; or open a page in WeChat.',
  },
  sign_in_no_origin: {
    what: 'NUXT_SESSION_PASSWORD is set, NUXT_WECHAT_SITE_ORIGIN is not.',
    why: 'WeChat has no address to return to: sign-in answers sign_in_not_configured.',
    fix: 'Set NUXT_WECHAT_SITE_ORIGIN, such as https://m.example.com, and restart the app.',
  },
  password_weak: {
    what: 'NUXT_SESSION_PASSWORD has only a few different characters.',
    why: 'A guessed password lets a stranger sign in as any user.',
    fix: 'Make one: openssl rand -hex 32. All users sign in once more.',
  },
  sign_in_not_restarted: {
    what: 'The running app says sign_in_not_configured.',
    why: 'It was started without NUXT_SESSION_PASSWORD or NUXT_WECHAT_SITE_ORIGIN.',
    fix: 'Restart it with both.',
  },
  sign_in_refused: {
    what: 'The app does not begin a sign-in (HTTP {status}).',
    why: 'Visitors cannot sign in.',
    fix: 'Let the web server pass /api/wx and its redirects unchanged; the app\'s log says more.',
  },
  sign_in_other_target: {
    what: 'The app sends visitors to another address or account than these variables say.',
    why: 'Visitors cannot sign in to this account.',
    fix: 'Restart the app with these variables: NUXT_WECHAT_APP_ID, NUXT_WECHAT_OPEN_BASE.',
  },
  sign_in_other_origin: {
    what: 'The app has WeChat return to another origin than {origin}.',
    why: 'The session\'s cookie is set elsewhere, or WeChat refuses (10003).',
    fix: 'Restart the app with NUXT_WECHAT_SITE_ORIGIN={origin}.',
  },
  sign_in_redirect_uri: {
    what: 'WeChat refuses to return to {host} (10003).',
    why: 'It is not the account\'s web authorisation domain (网页授权域名), which does not cover subdomains.',
    fix: 'Enter {host} there, without https://.',
    where: authDomain,
  },
  sign_in_no_permission: {
    what: 'The account has no web authorisation (10005).',
    why: 'Only verified service accounts (认证服务号) and test accounts have it.',
    fix: 'Have the account verified, or take a test account; without sign-in delete NUXT_SESSION_PASSWORD.',
    where: 'developers.weixin.qq.com/platform (formerly mp.weixin.qq.com › 设置与开发 › 接口权限)',
  },
}
