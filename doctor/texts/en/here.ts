const accountPage = 'developers.weixin.qq.com/platform, the account\'s page (formerly mp.weixin.qq.com › 设置与开发 › 基本配置)'
const restart = 'Restart the app afterwards.'

/** Variables, account, storage. */
export const hereProblems = {
  env_unreadable: {
    what: '.env cannot be read.',
    why: 'Its variables do not reach the app.',
    fix: 'Make it a file that this user may read.',
  },
  env_encoding: {
    what: '.env is not plain UTF-8: it has a byte order mark, or another encoding.',
    why: 'Its first variable, or all of them, are lost.',
    fix: 'Save it as UTF-8 without BOM.',
  },
  env_line: {
    what: '.env, line {line}: not NAME=value.',
    why: 'The line is ignored.',
    fix: 'Write NAME=value with an ASCII =, or begin the line with #.',
  },
  env_quote: {
    what: '.env, line {line}: a quotation mark is not closed.',
    why: 'The value is not what it looks like.',
    fix: 'Close it on the same line.',
  },
  env_hash: {
    what: '.env, line {line}: # in a value without quotation marks.',
    why: 'From there on it counts as a comment, and the value is cut.',
    fix: 'Put the value into quotation marks.',
  },
  env_twice: {
    what: '.env, line {line}: this variable is in line {first} already.',
    why: 'Only the last one counts.',
    fix: 'Delete one of them.',
  },
  variable_invalid: {
    what: '{name} takes {takes}. {slip}',
    why: 'The app answers wechat_not_configured as long as one variable is wrong.',
    fix: 'Correct it in .env or in the environment. Restart the app afterwards.',
  },
  variable_quoted: {
    what: '{name} is in quotation marks.',
    why: 'docker --env-file and systemd take them for a part of the value.',
    fix: 'Leave them out.',
  },
  variable_unknown: {
    what: 'Unknown variable {name}.',
    why: 'The app answers wechat_not_configured as long as one variable is wrong.',
    fix: 'Delete it, or correct its name. All variables: https://github.com/nuxt-wechat/nuxt-wechat/blob/main/docs/variables.md',
  },
  variable_misspelt: {
    what: 'Unknown variable {name}. Did you mean {closest}?',
    why: 'The app answers wechat_not_configured as long as one variable is wrong.',
    fix: 'Correct its name in .env or in the environment.',
  },
  account_swapped: {
    what: 'NUXT_WECHAT_APP_ID holds an AppSecret, and NUXT_WECHAT_APP_SECRET an AppID.',
    why: 'WeChat knows no such account, and the secret stands where it is shown.',
    fix: `Exchange the two values. ${restart}`,
  },
  wechat_not_configured: {
    what: '{missing}: not set, neither in .env of this folder nor in the environment.',
    why: 'Without an account no page is signed.',
    fix: `Copy both from the console into .env. ${restart}`,
    where: `${accountPage}; a test account: mp.weixin.qq.com/debug/cgi-bin/sandbox?t=sandbox/login`,
  },
  account_example: {
    what: 'NUXT_WECHAT_APP_ID or NUXT_WECHAT_APP_SECRET is the example of the documents.',
    why: 'WeChat knows no such account.',
    fix: `Copy your own account's values. ${restart}`,
    where: accountPage,
  },
  account_mini_program: {
    what: 'This AppID is a mini program\'s (小程序).',
    why: 'WeChat gives mini programs no jsapi ticket: their AppID cannot sign web pages.',
    fix: `Take AppID and AppSecret of an official account (公众号 or 服务号), or of a test account. ${restart}`,
    where: accountPage,
  },
  account_of_platform: {
    what: 'WeChat refuses: this AppID belongs to a third-party platform (errcode {errcode}).',
    why: 'Its AppSecret gives no token any more; only the platform\'s does.',
    fix: 'End the authorisation of the platform, or take another account.',
    where: 'mp.weixin.qq.com › 设置与开发 › 公众号设置 › 授权管理',
  },
  storage_folder_not_writable: {
    what: 'The folder {folder} of NUXT_WECHAT_STORAGE cannot be written by this user.',
    why: 'The ticket does not survive a restart.',
    fix: 'Give it to the user who runs the app: chown, chmod 700. Run the doctor as that user.',
  },
  storage_folder_open: {
    what: 'Other users of this machine can enter {folder}/nuxt-wechat.',
    why: 'It holds the access token and the ticket.',
    fix: 'chmod 700 on it. The app does so itself when it next writes, if the folder is its own.',
  },
  storage_not_shared: {
    what: 'Several processes are to run, with a storage that they do not share.',
    why: 'Each asks WeChat for itself, and a sign-in whose callback reaches two of them is refused.',
    fix: 'Set NUXT_WECHAT_STORAGE=redis://….',
  },
  storage_not_shared_classic: {
    what: 'Several processes are to run, with NUXT_WECHAT_TOKEN_ENDPOINT=classic and a storage that they do not share.',
    why: 'They end each other\'s tokens.',
    fix: 'Set NUXT_WECHAT_TOKEN_ENDPOINT=stable, or NUXT_WECHAT_STORAGE=redis://….',
  },
  storage_unreachable: {
    what: 'Redis at {host} does not answer.',
    why: 'Processes share nothing: each asks WeChat for itself, and sign-ins may fail.',
    fix: 'Start it; check host, port, TLS (rediss://) and firewall.',
  },
  storage_denied: {
    what: 'Redis at {host} refuses the user, the password, or a command.',
    why: 'Processes share nothing: each asks WeChat for itself, and sign-ins may fail.',
    fix: 'Check user and password in NUXT_WECHAT_STORAGE. The user needs ~nuxt-wechat:* +eval +get +set +del +pttl +info.',
  },
  storage_read_only: {
    what: 'Redis at {host} takes no writes: it is a replica, full, or cannot save.',
    why: 'Processes share nothing: each asks WeChat for itself, and sign-ins may fail.',
    fix: 'Name the primary, or make room (maxmemory, disk).',
  },
  storage_not_the_same: {
    what: 'What is written to Redis at {host} on one connection is not there on another.',
    why: 'Behind this address are several servers: processes share nothing.',
    fix: 'Name one Redis, not a balancer or a cluster.',
  },
  storage_slow: {
    what: 'Redis at {host} took {milliseconds} ms for a command.',
    why: 'Over 100 ms each process may ask WeChat for itself, and pages wait.',
    fix: 'Take a Redis near the app.',
  },
}
