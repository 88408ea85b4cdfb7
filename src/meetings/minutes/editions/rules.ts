import { createHash, randomBytes } from 'node:crypto'
import { canonical } from '../../../platform/canonical.ts'
import { isOffice, type Who } from '../../../platform/who.ts'
import { mayReadNames } from '../../register/rules.ts'
import type { Hand } from '../rules.ts'
import type { Part, Said } from './parts.ts'
import { type Audience, type PartKind, partKinds } from './tables.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The words of a part, and the random number without which its digest cannot be guessed at. */
export type Text = { nonce: string; content: string }
/** A part as it is kept; `text` is null where it is withheld. */
export type Sealed = { kind: PartKind; digest: string; text: Text | null }

/** SHA-256 of the nonce (64 hexadecimal digits) followed by the content, in UTF-8. */
export const digestOfPart = ({ nonce, content }: Text) => sha256(nonce + content)

/** SHA-256 of the digests of all parts in their order, each on a line of its own. */
export const digestOfEdition = (digests: string[]) => sha256(digests.join('\n'))

const NONCE_BYTES = 32

export function sealed({ said }: Pick<Part, 'said'>, nonce = randomBytes(NONCE_BYTES).toString('hex')) {
  const text = { nonce, content: canonical(said) }
  return { kind: said.kind, digest: digestOfPart(text), text } satisfies Sealed
}

export type Verdict = { belongs: boolean; shown: number; withheld: number }

/** Whether what is shown is what was sealed: each part by its own digest, and all of them by the edition’s. */
export function verified({ digest, parts }: { digest: string; parts: Omit<Sealed, 'kind'>[] }): Verdict {
  const shown = parts.flatMap(({ digest, text }) => (text ? [{ digest, text }] : []))
  const whole = digestOfEdition(parts.map((part) => part.digest)) === digest
  return {
    belongs: whole && shown.every(({ digest, text }) => digestOfPart(text) === digest),
    shown: shown.length,
    withheld: parts.length - shown.length,
  }
}

/**
 * For an audience that is not given everything: of these kinds, and of all that is confidential now, the digest alone.
 * Its digest is that of the whole edition.
 */
export const redacted = <Of extends Sealed & { partB: boolean }>(
  parts: Of[],
  withheld: readonly PartKind[],
): Of[] => parts.map((part) => (part.partB || withheld.includes(part.kind) ? { ...part, text: null } : part))

export const saidIn = ({ content }: Text): Said => JSON.parse(content)

/** Whom an edition is read as: in full, or as one of those from whom something is left out. */
export type ReadAs = Audience | 'full'

/** Who reads everybody’s name on a register, or writes the minutes, reads them in full, but for what is confidential. */
export const mayReadInFull = (who: Who, { keeper, signatory }: Hand) =>
  keeper || signatory || mayReadNames(who)

export const readAs = (mayReadAll: boolean, asked: string | undefined): ReadAs =>
  asked === 'public' ? 'public' : mayReadAll && asked !== 'governors' ? 'full' : 'governors'

/** The office says what is left out, as the heads agreed. */
export const mayKeepRedactions = isOffice

/** What may be left out; when and where a group met is told to everybody who is given an edition at all. */
export const withholdable = (Object.keys(partKinds) as PartKind[]).filter(
  (kind) => kind !== 'front' && kind !== 'part b',
)

export const kindsIn = (withheld: string) =>
  withheld.split(' ').filter((kind): kind is PartKind => Object.hasOwn(partKinds, kind))
