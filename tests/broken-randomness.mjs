// Loaded into an app under test before all else (`--import`): a sign-in cannot begin, for a reason that no handler expects. What it
// says is meant for whoever reads the log: a line of its own, a terminal's commands, an address with a secret in it.
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

crypto.randomBytes = () => {
  throw new TypeError('Broken at http://127.0.0.1/pool?secret=canary-secret:\n{"level":"info","message":"forged"}\r\u001B[2J\u009B31m\u007F\u2028\u202Etxt')
}
syncBuiltinESMExports()
