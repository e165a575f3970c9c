import { toObject } from './object'

export type FailureKind = 'dns' | 'refused' | 'timeout' | 'certificate_expired' | 'certificate_wrong_host' | 'certificate_untrusted' | 'tls' | 'connection'

/** How a request failed. It holds no address: that may hold what is nobody else's business. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure'

  constructor(readonly kind: FailureKind) {
    super(kind)
  }
}

const kinds: [code: RegExp, kind: FailureKind][] = [
  [/^(?:ENOTFOUND|EAI_|ENODATA|ESERVFAIL)/, 'dns'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(?:ETIMEDOUT|ABORT_ERR|ERR_SOCKET_CONNECTION_TIMEOUT)$/, 'timeout'],
  [/^CERT_HAS_EXPIRED$/, 'certificate_expired'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'certificate_wrong_host'],
  [/SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|^CERT_(?:SIGNATURE_FAILURE|UNTRUSTED|REJECTED|CHAIN_TOO_LONG)|INVALID_CA/, 'certificate_untrusted'],
  [/^(?:CERT_|ERR_SSL_|ERR_TLS_|EPROTO)/, 'tls'],
]

/** The failure behind an error of Node's. */
export function toFailure(error: unknown): NetworkFailure {
  const { code, name } = error instanceof Error ? { code: '', ...toObject(error), name: error.name } : { code: '', name: '' }
  if (name === 'TimeoutError' || name === 'AbortError')
    return new NetworkFailure('timeout')
  return new NetworkFailure(kinds.find(([pattern]) => pattern.test(String(code)))?.[1] ?? 'connection')
}
