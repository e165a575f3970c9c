// For `node --import nuxt-wechat/simulator app.js`: every connection to WeChat's hosts goes to the simulator instead, whichever
// HTTP client makes it. It is done where all of them pass, below HTTP: what the client sends stays as it is.
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import process from 'node:process'
import tls from 'node:tls'

const WECHAT = /^(?:(?:(?:[a-z]+\.)?api2?|open|mp)\.weixin|res2?\.wx)\.qq\.com$/i

const simulator = readAddress(process.env.WECHAT_SIMULATOR_URL || 'http://127.0.0.1:8080')

/** @param {string} text */
function readAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' || url.pathname !== '/')
    throw new Error(`WECHAT_SIMULATOR_URL takes the address that "npx nuxt-wechat simulator" prints, such as http://127.0.0.1:8080, and not: ${text}`)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 80) }
}

/** @param {{ host?: string, hostname?: string, servername?: string, socket?: unknown } | undefined} options */
function isToWechat(options) {
  // A socket that is there already leads to a proxy.
  return !options?.socket && WECHAT.test(options?.host ?? options?.hostname ?? '')
}

/**
 * The arguments of `connect`: options, port and host, or what Node made of them.
 * @param {unknown[]} args
 */
function readArguments(args) {
  const [first, second, third] = Array.isArray(args[0]) ? args[0] : args
  const options = typeof first === 'object' && first !== null ? first : { port: first, ...typeof second === 'string' && { host: second }, ...typeof third === 'object' && third }
  return { options, listener: [first, second, third, ...args.slice(3)].find(one => typeof one === 'function') }
}

const { connect: connectSocket } = net.Socket.prototype
net.Socket.prototype.connect = function (...args) {
  const { options, listener } = readArguments(args)
  return isToWechat(options)
    ? Reflect.apply(connectSocket, this, [{ ...options, ...simulator, lookup: undefined }, listener])
    : Reflect.apply(connectSocket, this, args)
}

const { connect: connectTls } = tls
tls.connect = (...args) => {
  const { options, listener } = readArguments(args)
  if (!isToWechat(options))
    return connectTls(...args)
  // No TLS to this machine: a plain socket that behaves as an encrypted one.
  const socket = net.connect({ ...simulator })
  Object.assign(socket, { encrypted: true, authorized: true, alpnProtocol: false, getPeerCertificate: () => ({}), getSession: () => undefined, isSessionReused: () => false })
  socket.once('connect', () => socket.emit('secureConnect'))
  if (listener)
    socket.once('secureConnect', listener)
  return socket
}

syncBuiltinESMExports()
