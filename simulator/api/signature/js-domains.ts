/** Whether a host (with its port, where it has one) is on one of the JS safe domains: the host itself, or a subdomain where no port is named. */
export function isOnJsDomain(host: string, domains: string[]): boolean {
  return domains.some(domain => host === domain || (!domain.includes(':') && host.endsWith(`.${domain}`)))
}
