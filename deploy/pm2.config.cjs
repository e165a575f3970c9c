// PM2_KILL_SIGNAL=SIGTERM pm2 start deploy/pm2.config.cjs
// pm2 sends SIGINT otherwise, at which the app ends without telling the health check first. The variable is read when pm2's own process starts.
const { join } = require('node:path')

module.exports = {
  apps: [{
    name: 'nuxt-wechat',
    cwd: join(__dirname, '..'),
    script: '.output/server/index.mjs',
    // The variables of .env.example, without PORT. What is set here goes first.
    node_args: '--env-file=.env',
    // Processes on ports of their own, behind a proxy: 3001, 3002. Several want NUXT_WECHAT_STORAGE=redis://…
    exec_mode: 'fork',
    instances: 2,
    increment_var: 'PORT',
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: 3001,
      // The proxy in front, on this machine.
      NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1',
    },
    // More than NUXT_WECHAT_SHUTDOWN_DELAY and 10 s.
    kill_timeout: 20_000,
    exp_backoff_restart_delay: 200,
  }],
}
