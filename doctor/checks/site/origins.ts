import { isIP } from 'node:net'
import type { JsDomain } from '../../../server/wechat'
import type { WechatConfig } from '../../../server/http/config/schema'
import { failed, type Problem } from '../../check'
import type { NetworkFailure } from '../../network/request'
import type { ProblemKey } from '../../texts'

/** The JS domains, or, where none is configured, the host of the site: the app then signs for the host that it is asked by. */
export function listDomains({ jsDomains, siteOrigin }: WechatConfig): WechatConfig['jsDomains'] {
  if (jsDomains.length > 0 || !siteOrigin)
    return jsDomains
  const { hostname, port } = new URL(siteOrigin)
  return [{ hostname, port: port ? Number(port) : undefined }]
}

export function toHost({ hostname, port }: JsDomain): string {
  return port ? `${hostname}:${port}` : hostname
}

/** What only a test account's console takes. */
export function isForTestAccount({ hostname, port }: JsDomain): boolean {
  return port !== undefined || !hostname.includes('.') || isIP(hostname.replace(/^\[|\]$/g, '')) > 0
}

const failures: Record<NetworkFailure['kind'], ProblemKey> = {
  dns: 'host_dns',
  refused: 'host_connection',
  connection: 'host_connection',
  timeout: 'host_timeout',
  tls: 'host_tls',
  certificate_expired: 'certificate_expired',
  certificate_wrong_host: 'certificate_wrong_host',
  certificate_untrusted: 'certificate_untrusted',
}

export function toHostProblem({ kind }: NetworkFailure, host: string): Problem {
  return failed(failures[kind], { host })
}
