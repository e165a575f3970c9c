import type { Network, NetworkAnswer, NetworkFailure } from '../../network/request'
import { tryRequest } from '../../network/request'

/** Asks WeChat's API for something that it refuses with an errcode, so that nothing is counted. Nothing secret is sent. */
export function probeApi(apiBase: string, network: Network): Promise<NetworkAnswer | NetworkFailure> {
  return tryRequest(network, `${apiBase}/cgi-bin/ticket/getticket?type=jsapi`)
}
