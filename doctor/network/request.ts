import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { TLSSocket } from 'node:tls'
import { NetworkFailure, toFailure } from './failure'

export { NetworkFailure } from './failure'

/** From looking the name up to the last byte. */
const TIMEOUT_MS = 8000
const MAX_BYTES = 65_536

export interface NetworkAnswer {
  status: number
  headers: IncomingHttpHeaders
  /** The first 64 KiB. */
  body: Buffer
  /** Of this machine, as its own network knows it. */
  localAddress: string
  /** When the server's certificate ends, in milliseconds since 1970. */
  certificateEndsAt?: number
}

export interface NetworkOptions {
  /** In place of the system's own resolver. */
  lookup?: LookupFunction
  /** Certificate authorities beside those that Node knows. */
  ca?: string
  /** Where `https://host` is, in place of 443. */
  httpsPort?: number
  timeoutMs?: number
}

/**
 * Asks for an address once, without following a redirect.
 *
 * @throws {NetworkFailure}
 */
export type Network = (url: string, headers?: Record<string, string>) => Promise<NetworkAnswer>

export function createNetwork({ lookup, ca, httpsPort = 443, timeoutMs = TIMEOUT_MS }: NetworkOptions = {}): Network {
  return async (address, headers = {}) => {
    const url = new URL(address)
    const isHttps = url.protocol === 'https:'
    // The host as the address has it, whatever port is asked in its place.
    const options = { headers: { host: url.host, ...headers }, lookup, agent: false, signal: AbortSignal.timeout(timeoutMs) }
    try {
      return await new Promise<NetworkAnswer>((resolve, reject) => {
        const read = (response: IncomingMessage) => void readAnswer(response).then(resolve, reject)
        const request = isHttps
          ? requestHttps(url, { ...options, port: url.port || httpsPort, ca }, read)
          : requestHttp(url, options, read)
        request.on('error', reject).end()
      })
    }
    catch (error) {
      throw toFailure(error)
    }
  }
}

/** What came, or how it failed. */
export async function tryRequest(network: Network, url: string, headers?: Record<string, string>): Promise<NetworkAnswer | NetworkFailure> {
  return network(url, headers).catch((error: unknown) => {
    if (error instanceof NetworkFailure)
      return error
    throw error
  })
}

async function readAnswer(response: IncomingMessage): Promise<NetworkAnswer> {
  const { socket, statusCode = 0, headers } = response
  // Once the body is read, the socket has forgotten both.
  const { localAddress = '' } = socket
  const certificateEndsAt = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : undefined
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > MAX_BYTES)
      break
  }
  return { status: statusCode, headers, body: Buffer.concat(chunks).subarray(0, MAX_BYTES), localAddress, certificateEndsAt }
}
