import cluster from 'node:cluster'
import process from 'node:process'
import type { WechatLog } from '../wechat'
import { toJsonLine, toReadableLine } from './log-line'

// As they were at the start: what others print comes here in production, see `plugins/log-console.ts`.
const { info, warn, error } = console

// Several processes write one log: which of them says it.
const origin = cluster.isWorker ? { pid: process.pid } : {}

// Decided by the build and not by NODE_ENV, which whoever starts the build by hand may leave out.
const toLine = (level: 'info' | 'warn' | 'error', ...[message, fields]: Parameters<WechatLog['info']>) =>
  import.meta.dev ? toReadableLine(message) : toJsonLine(level, message, { ...fields, ...origin }, new Date())

/** One line for each event, on standard output and standard error: JSON in a production build, readable in development. */
export const wechatLog: WechatLog = {
  info: (...event) => info(toLine('info', ...event)),
  warn: (...event) => warn(toLine('warn', ...event)),
  error: (...event) => error(toLine('error', ...event)),
}
