import { inWords, momentInWords } from '../../platform/day.ts'
import type { Block, Document, Text } from '../../platform/pdf.ts'
import { fingerprint } from '../../platform/signature/certificate.ts'
import { reservationInWords } from '../questions/rules.ts'
import { asWhom } from '../rules.ts'
import { type Capacity, capacities } from '../tables.ts'
import type { Act, WordsSigned } from './queries.ts'
import { isComplete, type Level } from './rules.ts'

const proofs = {
  passkey: 'with a passkey, at the moment of signing',
  code: 'with a one-time code sent to their mail address, at the moment of signing',
} as const

export type Composed = {
  words: WordsSigned
  acts: Act[]
  level: Level
  /** With which reservations the school signs, in the order of the clauses. */
  reservations: { number: string; words: string }[]
  /** Ids of the acts whose signatures are set in the file. */
  signedHere: Set<number>
  /** The address of the installation. */
  url: string
}

const heading = (level: 1 | 2, text: string): Block => ({ kind: 'heading', level, text })
const paragraph = (text: Text): Block => ({ kind: 'paragraph', text })
const paragraphs = (text: string): Block[] => text.split(/\n+/).filter(Boolean).map(paragraph)

/** The agreement as a school signed it: the words, who signed them, and how anybody can check that. */
export function composed(given: Composed): Document {
  const { words, acts } = given
  const last = acts.at(-1)
  if (!last) throw new RangeError('Nobody has signed')
  return {
    title: words.title,
    subtitle: `Version ${words.number}, as signed for ${last.schoolName}`,
    author: words.alliance,
    date: last.signedOn,
    sections: [
      ...about(given, last),
      heading(1, 'The words'),
      ...theWords(words),
      heading(1, 'The signatures'),
      ...acts.flatMap((act) => anAct(act, given)),
      ...awaited(acts),
      ...reserved(given),
      heading(1, 'How to check this document'),
      ...howToCheck(given),
      ...seals(acts),
    ],
  }
}

function about({ words, acts }: Composed, { schoolName, urn, digest }: Act): Block[] {
  const body = acts.find(({ legalBody }) => legalBody !== null)?.legalBody
  const rows: [string, string][] = [
    ['School', `${schoolName} (URN ${urn})`],
    ...(body ? [['Legal body', body] as [string, string]] : []),
    ['Version', `${words.number}, published on ${inWords(words.publishedOn)}`],
    ['Signed by', acts.map(({ name, title }) => `${name}, ${title}`).join('; ')],
    ['Digest of the words (SHA-256)', digest],
  ]
  return [
    {
      kind: 'table',
      caption: 'What was signed',
      columns: [{ header: 'Of this document' }, { header: 'Is', wide: true }],
      rows,
    },
  ]
}

function theWords({ opening, clauses }: WordsSigned): Block[] {
  return [
    ...paragraphs(opening),
    ...clauses.flatMap(({ part, number, words }, at): Block[] => {
      const [first = '', ...rest] = words.split(/\n+/).filter(Boolean)
      const begins = part !== '' && part !== clauses[at - 1]?.part
      const clause = paragraph([{ text: `${number.replace(/\.$/, '')}. `, bold: true }, first])
      return [...(begins ? [heading(2, part)] : []), clause, ...rest.map(paragraph)]
    }),
  ]
}

function anAct(act: Act, { signedHere }: Composed): Block[] {
  const { name, title, legalBody, capacity, schoolName, urn, minute, minuteOn, substituteReason } = act
  const items: Text[] = [
    [{ text: name, bold: true }, `, ${title}, ${asWhom(capacity, schoolName)} (URN ${urn})`],
    ...(legalBody ? [`Legal body: ${legalBody}`] : []),
    signedWhen(act),
    ...(minute && minuteOn ? [`Agreed by minute ${minute} of the meeting on ${inWords(minuteOn)}`] : []),
    ...(substituteReason ? [`Signed in another’s place. The reason recorded: ${substituteReason}`] : []),
    standsWhere(act, signedHere),
  ]
  return [heading(2, capacities[capacity]), { kind: 'list', items }]
}

const signedWhen = ({ how, signedOn, signedAt, proof }: Act) =>
  how === 'paper'
    ? `Signed on paper on ${inWords(signedOn)}, as the alliance office recorded`
    : `Signed on ${momentInWords(signedAt)} (London time), having proved who they are ${proofs[proof ?? 'code']}`

function standsWhere({ how, id }: Act, signedHere: Set<number>): string {
  if (how === 'paper') return 'The signature is on the paper that the school keeps; none is set in this file'
  return signedHere.has(id)
    ? 'Their own electronic signature is set in this file'
    : 'Their electronic signature is set in the document that was made before this one; here stands their seal'
}

function awaited(acts: Act[]): Block[] {
  if (isComplete(acts)) return []
  const missing = (Object.keys(capacities) as Capacity[]).find((one) => one !== acts[0]?.capacity)
  return [
    paragraph(
      `${missing === 'governance' ? 'Those who govern the school have' : 'The head of the school has'} not signed yet. When they do, another document is made that bears both signatures; this one is kept.`,
    ),
  ]
}

function reserved({ reservations }: Composed): Block[] {
  if (reservations.length === 0) return []
  const items = reservations.map(reservationInWords)
  return [heading(1, 'Reservations'), paragraph('The school signs with these:'), { kind: 'list', items }]
}

const meanings: Record<Level, string> = {
  'B-B':
    'The signatures are PAdES baseline signatures of level B-B (ETSI EN 319 142-1). The moments above are by the clock of the alliance’s installation.',
  'B-T':
    'The signatures are PAdES baseline signatures of level B-T (ETSI EN 319 142-1): an independent time-stamping authority says when each was set in this file. The moments above are by the clock of the alliance’s installation.',
}

function howToCheck({ level, words, acts, url }: Composed): Block[] {
  const issuers = words.authorities.map(({ certificate }) => fingerprint(certificate))
  return [
    paragraph(meanings[level]),
    paragraph(
      `${acts.length === 1 ? 'The signature is' : 'Each is'} made with a key of the signatory’s own, which is made for this one act and destroyed as soon as the document bears both signatures, under a certificate that the alliance’s signing authority issued.`,
    ),
    {
      kind: 'list',
      items: [
        [
          'Anybody can check this file at ',
          { text: `${url}/agreement/check`, link: `${url}/agreement/check` },
          '.',
        ],
        [
          'Any program that checks signatures in PDFs can do the same, given the authority’s certificate from ',
          { text: `${url}/agreement/authority.pem`, link: `${url}/agreement/authority.pem` },
          '. Make sure of its SHA-256 fingerprint by asking the alliance office.',
        ],
      ],
    },
    ...issuers
      .slice(0, 1)
      .map((one): Block => ({ kind: 'note', text: `The authority’s fingerprint: ${one}` })),
    {
      kind: 'note',
      text: 'The digest of the words is taken of their title, opening and clauses (part, number and words of each), written as JSON without spaces.',
    },
  ]
}

/** What each declared, so that it can be checked without this file. */
function seals(acts: Act[]): Block[] {
  const sealed = acts.filter(({ seal }) => seal !== null)
  if (sealed.length === 0) return []
  return [
    heading(1, 'What was declared and sealed'),
    ...sealed.flatMap(({ name, statement, seal, certificate }): Block[] => [
      heading(2, name),
      ...paragraphs(statement ?? ''),
      {
        kind: 'note',
        text: `Seal (ECDSA with SHA-256, base64): ${seal?.toString('base64')}. Fingerprint of the certificate: ${certificate && fingerprint(certificate)}`,
      },
    ]),
  ]
}
