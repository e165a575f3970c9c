const accountPage = 'developers.weixin.qq.com/platform 的账号页面（原为 mp.weixin.qq.com › 设置与开发 › 基本配置）'
const restart = '改完重启应用。'
const notShared = '各进程什么都不共用：各自向微信要票据，登录也可能失败。'

/** 变量、账号、存储。 */
export const hereProblems = {
  env_unreadable: {
    what: '.env 读不出来。',
    why: '里面的变量到不了应用。',
    fix: '确认它是文件，并且当前用户有权限读取。',
  },
  env_encoding: {
    what: '.env 不是纯 UTF-8：带有 BOM，或者是别的编码。',
    why: '第一个变量甚至全部变量会失效。',
    fix: '另存为不带 BOM 的 UTF-8。',
  },
  env_line: {
    what: '.env 第 {line} 行不是 NAME=value 的形式。',
    why: '这一行会被忽略。',
    fix: '写成 NAME=value，用半角等号；注释以 # 开头。',
  },
  env_quote: {
    what: '.env 第 {line} 行的引号没有配对。',
    why: '读到的值和看上去的不一样。',
    fix: '在同一行补上引号。',
  },
  env_hash: {
    what: '.env 第 {line} 行的值里有 #，却没有加引号。',
    why: '从 # 开始会被当作注释，值被截断。',
    fix: '给值加上引号。',
  },
  env_twice: {
    what: '.env 第 {line} 行的变量在第 {first} 行已经写过。',
    why: '只有最后一个生效。',
    fix: '删掉其中一个。',
  },
  variable_invalid: {
    what: '{name} 应为{takes}。{slip}',
    why: '只要有一个变量不对，应用就只返回 wechat_not_configured。',
    fix: '在 .env 或环境变量里改正，然后重启应用。',
  },
  variable_quoted: {
    what: '{name} 的值两端带着引号。',
    why: 'docker --env-file 和 systemd 会把引号当作值的一部分。',
    fix: '去掉引号。',
  },
  variable_unknown: {
    what: '没有 {name} 这个变量。',
    why: '只要有一个变量不对，应用就只返回 wechat_not_configured。',
    fix: '删掉它，或者改对名字。全部变量：https://github.com/nuxt-wechat/nuxt-wechat/blob/main/docs/zh/variables.md',
  },
  variable_misspelt: {
    what: '没有 {name} 这个变量，是不是 {closest}？',
    why: '只要有一个变量不对，应用就只返回 wechat_not_configured。',
    fix: '在 .env 或环境变量里改对名字。',
  },
  account_swapped: {
    what: 'NUXT_WECHAT_APP_ID 里填的是 AppSecret，NUXT_WECHAT_APP_SECRET 里填的是 AppID。',
    why: '微信查不到这个账号，密钥也放到了会公开显示的地方。',
    fix: `把两个值对调。${restart}`,
  },
  wechat_not_configured: {
    what: '{missing} 没有设置，本目录的 .env 和环境变量里都没有。',
    why: '没有账号就不能给页面签名。',
    fix: `从后台复制两个值，填进 .env。${restart}`,
    where: `${accountPage}；测试号：mp.weixin.qq.com/debug/cgi-bin/sandbox?t=sandbox/login`,
  },
  account_example: {
    what: 'NUXT_WECHAT_APP_ID 或 NUXT_WECHAT_APP_SECRET 还是文档里的示例。',
    why: '微信查不到这个账号。',
    fix: `换成自己账号的值。${restart}`,
    where: accountPage,
  },
  account_mini_program: {
    what: '这个 AppID 属于小程序。',
    why: '微信不给小程序 jsapi_ticket，它的 AppID 不能给网页签名。',
    fix: `改用公众号、服务号或测试号的 AppID 和 AppSecret。${restart}`,
    where: accountPage,
  },
  account_of_platform: {
    what: '微信拒绝：这个 AppID 已授权给第三方平台（errcode {errcode}）。',
    why: '用它的 AppSecret 拿不到 token，只有平台能拿到。',
    fix: '取消对平台的授权，或者换一个账号。',
    where: 'mp.weixin.qq.com › 设置与开发 › 公众号设置 › 授权管理',
  },
  storage_folder_not_writable: {
    what: '当前用户不能写 NUXT_WECHAT_STORAGE 的目录 {folder}。',
    why: '重启后票据就没有了。',
    fix: '用 chown、chmod 700 把目录交给运行应用的用户，并以该用户运行 doctor。',
  },
  storage_folder_open: {
    what: '本机其他用户能进入 {folder}/nuxt-wechat。',
    why: '里面存着 access_token 和票据。',
    fix: '执行 chmod 700。如果目录属于应用自己，它下次写入时也会这样做。',
  },
  storage_not_shared: {
    what: '要运行多个进程，存储却不共用。',
    why: '每个进程各自向微信要票据；登录回调落到两个进程时会被拒绝。',
    fix: '设置 NUXT_WECHAT_STORAGE=redis://…。',
  },
  storage_not_shared_classic: {
    what: '要运行多个进程，NUXT_WECHAT_TOKEN_ENDPOINT=classic，存储却不共用。',
    why: '它们会互相让对方的 token 失效。',
    fix: '设置 NUXT_WECHAT_TOKEN_ENDPOINT=stable，或者 NUXT_WECHAT_STORAGE=redis://…。',
  },
  storage_unreachable: {
    what: 'Redis（{host}）没有应答。',
    why: notShared,
    fix: '启动 Redis；检查主机、端口、TLS（rediss://）和防火墙。',
  },
  storage_denied: {
    what: 'Redis（{host}）不接受这个用户、密码或某条命令。',
    why: notShared,
    fix: '检查 NUXT_WECHAT_STORAGE 里的用户和密码。该用户需要 ~nuxt-wechat:* +eval +get +set +del +pttl +info。',
  },
  storage_read_only: {
    what: 'Redis（{host}）不能写：它是从库、已满，或者无法落盘。',
    why: notShared,
    fix: '改用主库，或者腾出空间（maxmemory、磁盘）。',
  },
  storage_not_the_same: {
    what: '从一个连接写进 Redis（{host}）的内容，另一个连接读不到。',
    why: '这个地址后面有好几台服务器，各进程什么都不共用。',
    fix: '直接填一个 Redis，不要填负载均衡或集群。',
  },
  storage_slow: {
    what: 'Redis（{host}）执行一条命令用了 {milliseconds} 毫秒。',
    why: '超过 100 毫秒，各进程可能各自向微信要票据，页面也要等待。',
    fix: '换一个离应用近的 Redis。',
  },
}
