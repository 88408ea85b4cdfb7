import { momentInWords } from '../../platform/day.ts'
import type { PdfChecked, SignatureChecked, State, Unreadable } from '../../platform/signature/check.ts'
import { asWhom } from '../rules.ts'
import type { ActKnown } from './queries.ts'
import { compared } from './rules.ts'

/** What the records hold that belongs to the file: the acts its certificates were made for, and files of the same signing. */
export type Records = {
  kept: boolean
  acts: ActKnown[]
  files: { content: Buffer; signatureCount: number }[]
  /** What it is, in a sentence, where it is no version of the agreement. */
  what?: string
}

export type Fact = { is: string; says: string }
export type SignatureSaid = { name: string; state: State; facts: Fact[] }

export type Verdict = {
  is: 'whole' | 'altered' | 'not ours' | 'unreadable'
  title: string
  /** Full sentences. */
  says: string[]
  signatures: SignatureSaid[]
}

const unreadable: Record<Unreadable['unreadable'], string> = {
  empty: 'The file is empty.',
  'not a PDF': 'The file is not a PDF. Signed documents of the alliance are PDFs.',
  encrypted: 'The file is protected by a password. Signed documents of the alliance never are.',
  unsigned:
    'The file bears no signature that can be read. Either it was never signed, or its signatures were taken out: printing a document to a new PDF does that.',
}

const titles = {
  whole: 'The document is whole and unaltered',
  altered: 'The document has been altered',
  'not ours': 'This is not a document of this alliance',
  unreadable: 'This file cannot be checked',
}

/** What is to be said of a file, in plain words. */
export function verdictOn(file: Buffer, checked: PdfChecked | Unreadable, records: Records): Verdict {
  if ('unreadable' in checked) return verdict('unreadable', [unreadable[checked.unreadable]])
  const signatures = checked.signatures.map((one, at) => said(one, at, records.acts))
  const damaged = checked.signatures.filter(({ state }) => state !== 'not ours')
  if (damaged.length === 0) return verdict('not ours', [NOT_OURS], signatures)
  const wrong = [...wrongIn(checked), ...comparedWith(file, records)]
  if (wrong.length > 0) return verdict('altered', wrong, signatures)
  const [act] = records.acts
  const what = act
    ? [`It is version ${act.number} of the agreement, as signed for ${act.schoolName}.`]
    : records.what
      ? [records.what]
      : []
  return verdict('whole', [...what, records.kept ? KEPT : NOT_KEPT], signatures)
}

const verdict = (is: Verdict['is'], says: string[], signatures: SignatureSaid[] = []): Verdict => ({
  ...{ is, title: titles[is], says, signatures },
})

const NOT_OURS =
  'No signature in it was made under a certificate of the alliance’s signing authority. It may be genuine; it is not one of ours, and nothing more can be said of it here.'
const KEPT = 'It is, byte for byte, the file that the alliance keeps.'
const NOT_KEPT =
  'Every signature in it stands. The alliance’s records do not hold a file of this signing, so it was checked by its signatures alone.'

const inBytes = (count: number) => (count === 1 ? '1 byte' : `${count.toLocaleString('en-GB')} bytes`)

const wrongs: Partial<Record<State, string>> = {
  changed: 'What was signed is no longer what stands in the file.',
  damaged: 'A signature itself has been changed, so it proves nothing.',
  'cut short': 'The end of what was signed is missing.',
  forged: 'A certificate in it names the alliance’s authority, which did not issue it.',
  'not ours': 'Somebody whom the alliance’s authority does not know signed it too.',
}

function wrongIn({ signatures, after }: PdfChecked): string[] {
  const states = [...new Set(signatures.map(({ state }) => state))]
  const added = `After the last signature ${inBytes(after)} ${after === 1 ? 'was' : 'were'} added, which nobody signed.`
  return [...states.flatMap((state) => wrongs[state] ?? []), ...(after > 0 ? [added] : [])]
}

/** How it differs from what is kept of the same signing; nothing where that is not kept, or is this very file. */
function comparedWith(file: Buffer, { kept, files }: Records): string[] {
  const nearest = files
    .map(({ content, signatureCount }) => ({ content, signatureCount, ...compared(file, content) }))
    .sort((a, b) => b.shared - a.shared || a.content.length - b.content.length)[0]
  if (kept || !nearest) return []
  const { content, shared, differing } = nearest
  const missing = content.length - file.length
  if (differing === 0 && missing > 0)
    return [
      `The file that the alliance keeps goes on for another ${inBytes(missing)}, which are missing here.`,
    ]
  if (differing === 0)
    return [`It begins as the file that the alliance keeps, and goes on for another ${inBytes(-missing)}.`]
  const length =
    missing === 0
      ? 'of the same length'
      : `${inBytes(Math.abs(missing))} ${missing > 0 ? 'longer' : 'shorter'}`
  return [
    `The file that the alliance keeps is ${length}; this one first differs from it at byte ${(shared + 1).toLocaleString('en-GB')}, and in ${inBytes(differing)} in all.`,
  ]
}

function said({ state, told }: SignatureChecked, at: number, acts: ActKnown[]): SignatureSaid {
  if (!told) return { name: `Signature ${at + 1}`, state, facts: [] }
  const { signatory, issuer, valid, certificate, timeStamp } = told
  const act = acts.find((one) => one.certificate.equals(certificate))
  const facts = [
    { is: 'Title', says: signatory.title ?? '' },
    ...(act && state !== 'forged' ? factsOf(act) : [{ is: 'Organisation', says: signatory.organisation }]),
    { is: 'Certificate issued by', says: [issuer.name, issuer.organisation].filter(Boolean).join(', ') },
    { is: 'Certificate valid', says: `${momentInWords(valid.from)} to ${momentInWords(valid.until)}` },
    ...(state === 'whole' ? [levelOf(timeStamp)] : []),
  ]
  return {
    name: signatory.name || `Signature ${at + 1}`,
    state,
    facts: facts.filter(({ says }) => says !== ''),
  }
}

const factsOf = (act: ActKnown): Fact[] => [
  { is: 'Signed', says: asWhom(act.capacity, act.schoolName) },
  ...(act.legalBody ? [{ is: 'Legal body', says: act.legalBody }] : []),
  { is: 'School', says: `${act.schoolName} (URN ${act.urn})` },
  { is: 'Version', says: `${act.number} of the agreement` },
  { is: 'Moment of signing', says: momentInWords(act.signedAt) },
]

const levelOf = (timeStamp: { at: Date; by: string } | undefined): Fact => ({
  is: 'Level',
  says: timeStamp
    ? `PAdES B-T: ${timeStamp.by} says that it was set by ${momentInWords(timeStamp.at)}`
    : 'PAdES B-B: the moment is by the clock of the alliance’s installation',
})
