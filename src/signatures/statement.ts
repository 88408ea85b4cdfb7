import { createHash } from 'node:crypto'
import { type Day, inWords, momentInWords } from '../platform/day.ts'
import { asWhom } from './rules.ts'
import type { Capacity } from './tables.ts'

type Asked = { membershipId: number; capacity: Capacity; minute: string | null; minuteOn: Day | null }

/**
 * What a code or a passkey proves, and nothing else: these words, for this school, in this capacity, by this
 * minute. With anything of it changed the proof opens nothing.
 */
export function purposeOf({ membershipId, capacity, minute, minuteOn }: Asked, digest: string): string {
  const said = JSON.stringify([digest, membershipId, capacity, minute, minuteOn])
  return `sign the agreement ${createHash('sha256').update(said).digest('hex')}`
}

type Declared = Asked & {
  name: string
  title: string
  legalBody: string | null
  schoolName: string
  urn: number
  substituteReason: string | null
  signedAt: Date
}

/** What a signatory declares at the moment of signing, in full sentences; this is what their key seals. */
export function statementOf(
  declared: Declared,
  words: { number: number; title: string; digest: string },
): string {
  const { name, title, legalBody, schoolName, urn, capacity, substituteReason, signedAt } = declared
  return [
    `I, ${name}, ${title}, sign version ${words.number} of “${words.title}” ${asWhom(capacity, schoolName)} (URN ${urn}).`,
    `The words I sign have the SHA-256 digest ${words.digest}.`,
    ...minuted(declared, legalBody),
    ...(substituteReason ? [`I sign in another’s place: ${substituteReason}`] : []),
    `Signed on ${momentInWords(signedAt)} (${signedAt.toISOString()}).`,
  ].join('\n')
}

const minuted = ({ minute, minuteOn }: Asked, legalBody: string | null) =>
  minute && minuteOn ? [`Agreed by: ${legalBody}, on ${inWords(minuteOn)}, minute ${minute}.`] : []
