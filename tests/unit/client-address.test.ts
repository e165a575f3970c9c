import { createServer } from 'node:http'
import { BlockList } from 'node:net'
import { createEvent } from 'h3'
import { describe, expect, it } from 'vitest'
import { getClientAddress, toRateLimitKey } from '../../server/http/request/client-address'

const proxies = new BlockList()
proxies.addAddress('127.0.0.1')
proxies.addSubnet('10.0.0.0', 8)
proxies.addAddress('2001:db8::1', 'ipv6')

/** What is taken for the client's address when this connection brings this header. */
function addressOf(remoteAddress: string | undefined, forwardedFor?: string): string {
  // All that is read of a request.
  const request = { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwardedFor } }
  return getClientAddress(createEvent(request as never, createServer() as never), proxies)
}

describe('the client\'s address', () => {
  it.each([
    ['203.0.113.7', undefined, '203.0.113.7'],
    // No proxy vouches for this header.
    ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['2001:db8::1', '198.51.100.1', '198.51.100.1'],
    // The last one that is no trusted proxy's: the ones before it may be forged.
    ['127.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '1.1.1.1, 198.51.100.1, 10.1.2.3', '198.51.100.1'],
    ['127.0.0.1', '10.9.9.9, 10.1.2.3', '10.9.9.9'],
    ['127.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['127.0.0.1', '[2001:db8::7]:443', '2001:db8::7'],
    ['127.0.0.1', '[2001:db8::7]', '2001:db8::7'],
    ['127.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    // Malformed: the proxy that passed it on.
    ['127.0.0.1', 'unknown', '127.0.0.1'],
    ['127.0.0.1', '198.51.100.1, unknown, 10.1.2.3', '10.1.2.3'],
    ['127.0.0.1', '', '127.0.0.1'],
    ['127.0.0.1', ',', '127.0.0.1'],
    ['127.0.0.1', '999.1.1.1', '127.0.0.1'],
    [undefined, '198.51.100.1', ''],
  ])('of a connection from %s with X-Forwarded-For: %s is %s', (remote, header, expected) => {
    expect(addressOf(remote, header)).toBe(expected)
  })
})

describe('the key of a rate limit', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['', ''],
  ])('for %s is %s', (address, expected) => {
    expect(toRateLimitKey(address)).toBe(expected)
  })
})
