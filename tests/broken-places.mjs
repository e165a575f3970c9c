// Loaded into an app under test before all else (`--import`): there an error is thrown that nobody expects. What it says is meant for
// whoever reads the log: a line of its own, a terminal's commands, an address with a secret in it.
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

const broken = () => new TypeError('Broken at http://127.0.0.1/pool?secret=canary-secret:\n{"level":"info","message":"forged"}\r\u001B[2J\u009B31m\u007F\u2028\u202Etxt')

// A sign-in cannot begin.
crypto.randomBytes = () => {
  throw broken()
}
syncBuiltinESMExports()

// The page /profile cannot be rendered: the link of its card cannot be read.
const { test } = RegExp.prototype
RegExp.prototype.test = function (text) {
  if (text === '/profile' && this.source.startsWith('^https?:'))
    throw broken()
  return test.call(this, text)
}

// What nobody awaits fails.
process.on('SIGUSR2', () => {
  Promise.reject(broken())
  setImmediate(() => {
    throw broken()
  })
})
