import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { origin } from './world.ts'

const VERIFIED = 0x05
const WITH_KEY = 0x40

export type Answering = {
  challenge: string
  /** What the answer says of itself; ours unless said otherwise. */
  from?: string
  site?: string
  counter?: number
  /** Whether the device asked for a fingerprint or the like. */
  verified?: boolean
}

/** A device with one passkey, which answers as a browser would send it, or as an attacker would have it. */
export function authenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  return {
    id: id.toString('base64url'),
    made: (asked: Answering) => said(id, { ...asked, type: 'webauthn.create' }, coseOf(publicKey), undefined),
    answer: (asked: Answering) => said(id, { ...asked, type: 'webauthn.get' }, undefined, privateKey),
  }
}

function said(
  id: Buffer,
  { challenge, from = origin, type, ...asked }: Answering & { type: string },
  key: Buffer | undefined,
  signing: KeyObject | undefined,
): string {
  const client = Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }))
  const data = dataOf(id, asked, key)
  const response = signing
    ? { authenticatorData: data.toString('base64url'), signature: signed(signing, data, client) }
    : { attestationObject: attested(data), transports: ['internal'] }
  const name = id.toString('base64url')
  return JSON.stringify({
    id: name,
    rawId: name,
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON: client.toString('base64url'), ...response },
  })
}

type Data = Omit<Answering, 'challenge' | 'from'>

function dataOf(
  id: Buffer,
  { site = new URL(origin).hostname, counter = 0, verified = true }: Data,
  key?: Buffer,
) {
  const flags = (verified ? VERIFIED : 0x01) | (key ? WITH_KEY : 0)
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  const length = Buffer.from([id.length >> 8, id.length & 0xff])
  const credential = key ? [Buffer.alloc(16), length, id, key] : []
  return Buffer.concat([
    createHash('sha256').update(site).digest(),
    Buffer.from([flags]),
    count,
    ...credential,
  ])
}

function signed(key: KeyObject, data: Buffer, client: Buffer) {
  const digest = createHash('sha256').update(client).digest()
  return createSign('sha256').update(data).update(digest).sign(key).toString('base64url')
}

/** `{ fmt: 'none', attStmt: {}, authData }` in CBOR. */
const attested = (data: Buffer) =>
  Buffer.concat([
    Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
    Buffer.from([data.length >> 8, data.length & 0xff]),
    data,
  ]).toString('base64url')

/** An ES256 key in CBOR. */
function coseOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const coordinate = (name: string, value: string) =>
    Buffer.concat([Buffer.from(`${name}5820`, 'hex'), Buffer.from(value, 'base64url')])
  return Buffer.concat([Buffer.from('a5010203262001', 'hex'), coordinate('21', x), coordinate('22', y)])
}
