import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { Signer } from '@libpdf/core'
import { sha256, signatureOf, written } from './cms.ts'
import { type Found, signaturesIn } from './found.ts'
import { unlock } from './locked.ts'
import { timeStamped } from './time-stamp.ts'

/** Somebody whose key is at hand: their certificate, and the authority's that issued it. */
export type Signing = {
  certificate: Buffer
  authority: Buffer
  key: KeyObject
  /** Why, shown by readers beside the signature. */
  reason: string
  /** What its field is called by those who hear it. */
  field: string
  at: Date
}

/** An act's key, open; undefined under another secret. */
export function keyOf(secret: string, sealedKey: Buffer, certificate: Buffer): KeyObject | undefined {
  const key = unlock(secret, sealedKey, certificate)
  return key && createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

/** Room for a signature; a time stamp brings certificates of its own. */
const ROOM = 4_096
const ROOM_WITH_STAMP = 16_384

/**
 * Sets one more signature in a PDF (PAdES B-B), after all that it holds already. With a time-stamping authority it is
 * B-T. @throws NoTimeStamp when that authority gives none.
 */
export async function setSignature(pdf: Uint8Array, signing: Signing, stampedBy?: string): Promise<Buffer> {
  const file = await withRoom(pdf, signing, stampedBy ? ROOM_WITH_STAMP : ROOM)
  const { gapFrom, gapTo, contents } = last(signaturesIn(file))
  const { certificate, authority, key } = signing
  const digest = sha256(file.subarray(0, gapFrom), file.subarray(gapTo))
  const signature = signatureOf(digest, certificate, key)
  const token = stampedBy ? await timeStamped(stampedBy, signature) : undefined
  const made = written({ digest, certificate, authority, signature, token }).toString('hex')
  if (made.length > contents.length) throw new Error('A signature is larger than the room for it')
  file.write(made.padEnd(contents.length, '0'), gapFrom + 1, 'latin1')
  return file
}

const last = (found: Found[]) => {
  const newest = found.at(-1)
  if (!newest) throw new Error('No room was made for a signature')
  return newest
}

/**
 * The PDF with a field for a signature and room in it. The library would write the signature too, but one that names
 * its own time, which PAdES leaves to the field (ETSI EN 319 142-1, 6.3): so it is given a placeholder to write.
 */
async function withRoom(pdf: Uint8Array, { certificate, ...said }: Signing, room: number): Promise<Buffer> {
  // The library is large, and only making documents needs it.
  const { PDF, PdfString } = await import('@libpdf/core')
  const signer: Signer = {
    certificate,
    certificateChain: [],
    keyType: 'EC',
    signatureAlgorithm: 'ECDSA',
    sign: async () => new Uint8Array(64),
  }
  const opened = await PDF.load(pdf)
  const form = opened.getOrCreateForm()
  const fieldName = `Signature ${form.getFields().length + 1}`
  form.createSignatureField(fieldName).getDict().set('TU', PdfString.fromString(said.field))
  const reason = unescaped(said.reason)
  const { bytes } = await opened.sign({
    signer,
    reason,
    fieldName,
    signingTime: said.at,
    estimatedSize: room,
  })
  return Buffer.from(bytes)
}

/** The library escapes these twice, so that readers would see its backslashes. */
const unescaped = (text: string) => text.replace(/\(/g, '[').replace(/\)/g, ']').replace(/\\/g, '/')
