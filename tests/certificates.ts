import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** A certificate and its key, as a TLS server takes them. */
export interface Certificate {
  cert: string
  key: string
}

export interface CertificateOptions {
  /** Host names, all in `subjectAltName`. */
  hosts: string[]
  /** How long it is still valid; negative for one that has expired. */
  days?: number
}

const DAY_MS = 86_400_000
const ECDSA_SHA256 = oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02)
const SUBJECT_ALT_NAME = oid(0x55, 0x1D, 0x11)
const BASIC_CONSTRAINTS = oid(0x55, 0x1D, 0x13)
const COMMON_NAME = oid(0x55, 0x04, 0x03)

/** A certificate authority of this test alone. Nothing trusts it that is not told to. */
export function createAuthority() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = toName(`A test's own authority ${randomBytes(4).toString('hex')}`)
  const isAuthority = extension(BASIC_CONSTRAINTS, sequence(tlv(0x01, Buffer.from([0xFF]))))
  return {
    ca: issue({ issuer: name, subject: name, publicKey, signer: privateKey, days: 3650, extensions: [isAuthority] }),
    create({ hosts, days = 90 }: CertificateOptions): Certificate {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const names = extension(SUBJECT_ALT_NAME, sequence(...hosts.map(host => tlv(0x82, Buffer.from(host)))))
      const cert = issue({ issuer: name, subject: toName(hosts[0] ?? ''), publicKey: own.publicKey, signer: privateKey, days, extensions: [names] })
      return { cert, key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
    },
  }
}

interface Issue {
  issuer: Buffer
  subject: Buffer
  publicKey: KeyObject
  signer: KeyObject
  days: number
  extensions: Buffer[]
}

/** RFC 5280, as far as a test needs it. */
function issue({ issuer, subject, publicKey, signer, days, extensions }: Issue): string {
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)])
  const validity = sequence(toTime(Date.now() - 400 * DAY_MS), toTime(Date.now() + days * DAY_MS))
  const algorithm = sequence(ECDSA_SHA256)
  const version = tlv(0xA0, tlv(0x02, Buffer.from([2])))
  const body = sequence(version, tlv(0x02, serial), algorithm, issuer, validity, subject, publicKey.export({ type: 'spki', format: 'der' }), tlv(0xA3, sequence(...extensions)))
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', body, signer))
  return `-----BEGIN CERTIFICATE-----\n${sequence(body, algorithm, signature).toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}

function tlv(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xFF]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

function sequence(...contents: Buffer[]): Buffer {
  return tlv(0x30, ...contents)
}

function oid(...bytes: number[]): Buffer {
  return tlv(0x06, Buffer.from(bytes))
}

function toName(commonName: string): Buffer {
  return sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0C, Buffer.from(commonName)))))
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(id, tlv(0x04, value))
}

/** `20260102030405Z` */
function toTime(at: number): Buffer {
  return tlv(0x18, Buffer.from(`${new Date(at).toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`))
}
