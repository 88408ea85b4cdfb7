import { X509Certificate } from 'node:crypto'
import { issuerNamedIn, issuerOf, namedIn, type Subject, subjectOf } from './certificate.ts'
import { type Read, read, sha256, written } from './cms.ts'
import { first } from './der.ts'
import { type Found, signaturesIn } from './found.ts'
import { issuerIn } from './seal.ts'
import { type TimeStamp, timeStampIn } from './time-stamp.ts'

/** What became of a signature. Of one that is not ours nothing more is said. */
export const states = {
  whole: 'Whole',
  changed: 'What was signed has been changed since',
  damaged: 'The signature itself has been changed',
  'cut short': 'The end of what was signed is missing',
  forged: 'Its certificate names the alliance’s authority, which did not issue it',
  'not ours': 'Issued by somebody else',
} as const
export type State = keyof typeof states

export type SignatureChecked = {
  state: State
  /** What can be read of it; nothing of what is too damaged to read. */
  told?: {
    certificate: Buffer
    signatory: Subject
    issuer: Subject
    valid: { from: Date; until: Date }
    timeStamp: TimeStamp | undefined
  }
}

export type PdfChecked = {
  signatures: SignatureChecked[]
  /** Every signature is ours and whole, and the last covers the file to its end. */
  whole: boolean
  /** How many bytes come after what the last signature signs. */
  after: number
}

/** Why nothing at all can be said of a file. */
export type Unreadable = { unreadable: 'empty' | 'not a PDF' | 'encrypted' | 'unsigned' }

const HEAD = 1_024

/**
 * Checks every signature in a PDF against these authorities' certificates. The file may be anything at all.
 */
export function checkPdf(file: Buffer, ours: Buffer[]): PdfChecked | Unreadable {
  if (file.length === 0) return { unreadable: 'empty' }
  if (!file.subarray(0, HEAD).includes('%PDF-')) return { unreadable: 'not a PDF' }
  const found = signaturesIn(file)
  if (found.length === 0) return { unreadable: file.includes('/Encrypt') ? 'encrypted' : 'unsigned' }
  const signatures = found.map((one) => checked(file, one, ours))
  const after = file.length - Math.min(file.length, Math.max(...found.map(({ until }) => until)))
  return { signatures, whole: after === 0 && signatures.every(({ state }) => state === 'whole'), after }
}

function checked(file: Buffer, found: Found, ours: Buffer[]): SignatureChecked {
  try {
    const signature = first(Buffer.from(found.contents.toString('latin1'), 'hex')).whole
    const one = read(signature)
    const told = toldBy(one)
    try {
      const state = stateOf(file, found, one, signature, ours)
      const timeStamp = one.token && state === 'whole' ? timeStampIn(one.token, one.signature) : undefined
      return { state, told: { ...told, timeStamp } }
    } catch {
      return { state: 'damaged', told }
    }
  } catch {
    // What cannot be read has been damaged, wherever the reading broke off.
    return { state: 'damaged' }
  }
}

function toldBy({ certificate }: Read) {
  const { validFrom, validTo } = new X509Certificate(certificate)
  return {
    certificate,
    signatory: namedIn(certificate),
    issuer: issuerNamedIn(certificate),
    valid: { from: new Date(validFrom), until: new Date(validTo) },
    timeStamp: undefined,
  }
}

function stateOf(file: Buffer, found: Found, one: Read, signature: Buffer, ours: Buffer[]): State {
  const { gapFrom, gapTo, until } = found
  if (!issuerIn(one.certificate, ours)) return namesOneOf(ours, one.certificate) ? 'forged' : 'not ours'
  if (until > file.length) return 'cut short'
  if (!isWrittenAsWeWrite(one, signature, found.contents, ours) || !one.isGenuine()) return 'damaged'
  const digest = sha256(file.subarray(0, gapFrom), file.subarray(gapTo, until))
  return digest.equals(one.digest) ? 'whole' : 'changed'
}

const namesOneOf = (ours: Buffer[], certificate: Buffer) =>
  ours.some((authority) => subjectOf(authority).equals(issuerOf(certificate)))

/** Nothing of ours is written in two ways, so a bit that was turned shows even where it has no meaning. */
function isWrittenAsWeWrite(one: Read, signature: Buffer, contents: Buffer, ours: Buffer[]): boolean {
  const same = ours.some((authority) => written({ ...one, authority }).equals(signature))
  return same && contents.toString('latin1') === signature.toString('hex').padEnd(contents.length, '0')
}
