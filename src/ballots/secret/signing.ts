import {
  constants,
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto'
import { promisify } from 'node:util'
import { NUMBER_BYTES, PROOF_BYTES, proofWords, receiptFrom, SIGNATURE_BYTES, TOKEN_BYTES } from './paper.ts'

const BITS = 2048
const SALT_BYTES = 48

/** The two halves of a key as they are kept: DER. */
export type KeyPair = { publicKey: Buffer; privateKey: Buffer }

export async function newKeys(): Promise<KeyPair> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: BITS, publicExponent: 0x10001 })
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }),
  }
}

const publicOf = (der: Buffer) => createPublicKey({ key: der, format: 'der', type: 'spki' })
const privateOf = (der: Buffer) => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
const sha256 = (data: string | Buffer) => createHash('sha256').update(data)

/** The digest of a public key, by which every proof names it. */
export const digestOfKey = (publicKey: Buffer) => sha256(publicKey).digest('hex')

export const receiptOf = (token: Buffer) => receiptFrom(sha256(token).digest())

/**
 * Signs what cannot be seen (RFC 9474, BlindSign): the RSA operation alone, by OpenSSL, which takes the same time
 * whatever the key. Nothing where this is no blinded message: of another length than the key, or not below its modulus.
 */
export function signBlinded(keys: KeyPair, blinded: Buffer): Buffer | undefined {
  const publicKey = publicOf(keys.publicKey)
  if (!isBelowModulus(publicKey, blinded)) return undefined
  const padding = constants.RSA_NO_PADDING
  const signed = privateDecrypt({ key: privateOf(keys.privateKey), padding }, blinded)
  // A fault in the operation would tell the key (RFC 9474, 4.3): what is wrong does not leave.
  if (!publicEncrypt({ key: publicKey, padding }, signed).equals(blinded))
    throw new Error('a voting paper was signed wrongly')
  return signed
}

function isBelowModulus(publicKey: KeyObject, blinded: Buffer): boolean {
  const modulus = Buffer.from(String(publicKey.export({ format: 'jwk' }).n), 'base64url')
  return blinded.length === modulus.length && Buffer.compare(blinded, modulus) < 0
}

/** A voting paper in the box, or on its way there. */
export type Paper = { token: Buffer; signature: Buffer; choice: string; proof: Buffer }

/** Whether the alliance signed this paper, and whoever holds it chose this, in this ballot. */
export function holds(ballot: number, publicKey: Buffer, paper: Paper): boolean {
  return (
    isSigned(publicKey, paper) &&
    paper.proof.length === PROOF_BYTES &&
    isProven(proofWords(ballot, digestOfKey(publicKey), paper.choice), paper)
  )
}

/** Whether the alliance signed this paper, whatever it chooses. */
export function isSigned(key: Buffer, { token, signature }: Pick<Paper, 'token' | 'signature'>): boolean {
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return (
    token.length === TOKEN_BYTES &&
    signature.length === SIGNATURE_BYTES &&
    verify('sha384', token, { key: publicOf(key), padding, saltLength: SALT_BYTES }, signature)
  )
}

function isProven(words: string, { token, proof }: Paper): boolean {
  const key = pointKey(token.subarray(NUMBER_BYTES))
  return key !== undefined && verify('sha256', Buffer.from(words), { key, dsaEncoding: 'ieee-p1363' }, proof)
}

/** The key at a point of P-256 as it is written uncompressed; nothing where it is no point of the curve. */
function pointKey(point: Buffer): KeyObject | undefined {
  if (point[0] !== 4) return undefined
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  try {
    return createPublicKey({
      key: { kty: 'EC', crv: 'P-256', x: x as string, y: y as string },
      format: 'jwk',
    })
  } catch {
    return undefined
  }
}

/** A paper that the server made, for a browser that runs no script: all that is needed to put it into the box. */
export type MadePaper = { token: Buffer; signature: Buffer; key: Buffer }

const derived = (seed: Buffer, what: string, bytes: number) =>
  Buffer.from(hkdfSync('sha256', seed, '', `endeavour voting paper: ${what}`, bytes))

export const SEED_BYTES = 32
/** The order of P-256, and enough bytes that what is left of them is even. */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
const WIDE_BYTES = 48

/**
 * Makes the paper that belongs to a random number of the page’s own, so that a form sent twice gives the same paper
 * although nothing of it is kept.
 */
export function paperFrom(seed: Buffer, { privateKey }: KeyPair): MadePaper {
  const wide = BigInt(`0x${derived(seed, 'key', WIDE_BYTES).toString('hex')}`)
  const key = Buffer.from(((wide % (ORDER - 1n)) + 1n).toString(16).padStart(64, '0'), 'hex')
  const token = Buffer.concat([derived(seed, 'number', NUMBER_BYTES), pointOf(key)])
  const padding = constants.RSA_PKCS1_PSS_PADDING
  const signature = sign('sha384', token, { key: privateOf(privateKey), padding, saltLength: SALT_BYTES })
  return { token, signature, key }
}

/** What is kept of it until the close in the place of a blinded message: it leads to nothing. */
export const markOf = (seed: Buffer) => derived(seed, 'mark', SEED_BYTES)

function pointOf(key: Buffer): Buffer {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(key)
  return curve.getPublicKey()
}

/** The proof that whoever holds a paper’s key chose this. @throws where the key is none. */
export function proofBy(key: Buffer, words: string): Buffer {
  const point = pointOf(key)
  const jwk = {
    ...{ kty: 'EC', crv: 'P-256', d: key.toString('base64url') },
    ...{ x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') },
  }
  const signing = createPrivateKey({ key: jwk, format: 'jwk' })
  return sign('sha256', Buffer.from(words), { key: signing, dsaEncoding: 'ieee-p1363' })
}
