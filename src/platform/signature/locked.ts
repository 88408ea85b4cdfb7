import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const FORMAT = 1
const NONCE = 12
const TAG = 16

/** A key for this use alone, so that nothing sealed with the installation's secret for another can be taken for it. */
const wrapping = (secret: string) =>
  Buffer.from(hkdfSync('sha256', secret, '', 'endeavour private signing keys', 32))

/** A key is locked for its own certificate: put beside another it does not open. */
const bound = (certificate: Uint8Array) => createHash('sha256').update(certificate).digest()

/** Locks a private key (PKCS #8) under the installation's secret: format, nonce, tag, then what is encrypted. */
export function lock(secret: string, key: Uint8Array, certificate: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(CIPHER, wrapping(secret), nonce).setAAD(bound(certificate))
  const encrypted = Buffer.concat([cipher.update(key), cipher.final()])
  return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), encrypted])
}

/** The key again; undefined under another secret, or beside another certificate. */
export function unlock(secret: string, locked: Uint8Array, certificate: Uint8Array): Buffer | undefined {
  const whole = Buffer.from(locked)
  if (whole[0] !== FORMAT || whole.length <= 1 + NONCE + TAG) return undefined
  const [nonce, rest] = [whole.subarray(1, 1 + NONCE), whole.subarray(1 + NONCE)]
  const decipher = createDecipheriv(CIPHER, wrapping(secret), nonce, { authTagLength: TAG })
  decipher.setAAD(bound(certificate)).setAuthTag(rest.subarray(0, TAG))
  try {
    return Buffer.concat([decipher.update(rest.subarray(TAG)), decipher.final()])
  } catch {
    return undefined
  }
}
