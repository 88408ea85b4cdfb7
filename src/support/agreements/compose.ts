import { dayInLondon, momentInWords } from '../../platform/day.ts'
import type { Block, Document, Text } from '../../platform/pdf.ts'
import { fingerprint } from '../../platform/signature/certificate.ts'
import type { Act, toBeMade } from './queries.ts'
import { passagesOf } from './rules.ts'
import { parties } from './tables.ts'

const proofs = {
  passkey: 'with a passkey, at the moment of signing',
  code: 'with a one-time code sent to their mail address, at the moment of signing',
} as const

export type Composed = Pick<
  Awaited<ReturnType<typeof toBeMade>>,
  'acts' | 'alliance' | 'supported' | 'issuers'
> & {
  words: string
  digest: string
  level: 'B-B' | 'B-T'
  /** The address of the installation. */
  url: string
}

const heading = (level: 1 | 2, text: string): Block => ({ kind: 'heading', level, text })
const paragraph = (text: Text): Block => ({ kind: 'paragraph', text })

/** The agreement as the three signed it: its words, who signed, and how anybody can check that. */
export function composed(given: Composed): Document {
  const { acts, words, supported, alliance } = given
  const last = acts.at(-1)
  if (!last) throw new RangeError('Nobody has signed')
  return {
    title: 'Agreement on support',
    subtitle: `For ${supported}, as signed by its three parties`,
    author: alliance,
    date: dayInLondon(last.signedAt),
    sections: [
      heading(1, 'The words'),
      ...passagesOf(words).flatMap(({ heading: title, lines }) => [
        heading(2, title),
        ...lines.map((line) => paragraph(line)),
      ]),
      heading(1, 'The signatures'),
      ...acts.flatMap(anAct),
      heading(1, 'How to check this document'),
      ...howToCheck(given),
      heading(1, 'What was declared and sealed'),
      ...acts.flatMap(sealed),
    ],
  }
}

const anAct = ({ capacity, name, title, schoolName, signedAt, proof, sealedKey }: Act): Block[] => [
  heading(2, parties[capacity]),
  {
    kind: 'list',
    items: [
      [{ text: name, bold: true }, `, ${title}, ${schoolName}`],
      `Signed on ${momentInWords(signedAt)} (London time), having proved who they are ${proofs[proof]}`,
      sealedKey === null
        ? 'Their key was lost before this file was made; here stands their seal'
        : 'Their own electronic signature is set in this file',
    ],
  },
]

const meanings = {
  'B-B':
    'The signatures are PAdES baseline signatures of level B-B (ETSI EN 319 142-1). The moments above are by the clock of the alliance’s installation.',
  'B-T':
    'The signatures are PAdES baseline signatures of level B-T (ETSI EN 319 142-1): an independent time-stamping authority says when each was set in this file. The moments above are by the clock of the alliance’s installation.',
} as const

function howToCheck({ level, digest, issuers, url }: Composed): Block[] {
  const check = `${url}/agreement/check`
  const authority = `${url}/agreement/authority.pem`
  return [
    paragraph(meanings[level]),
    paragraph(
      'Each is made with a key of the signatory’s own, which is made for this one act and destroyed as soon as this file bears all three, under a certificate that the alliance’s signing authority issued.',
    ),
    {
      kind: 'list',
      items: [
        ['Anybody can check this file at ', { text: check, link: check }, '.'],
        [
          'Any program that checks signatures in PDFs can do the same, given the authority’s certificate from ',
          { text: authority, link: authority },
          '.',
        ],
      ],
    },
    ...issuers.slice(0, 1).map(
      ({ certificate }): Block => ({
        kind: 'note',
        text: `The authority’s fingerprint: ${fingerprint(certificate)}`,
      }),
    ),
    {
      kind: 'note',
      text: `The SHA-256 digest of the words is ${digest}: of each heading and its lines, one under another, with an empty line between passages.`,
    },
  ]
}

const sealed = ({ name, statement, seal, certificate }: Act): Block[] => [
  heading(2, name),
  ...statement.split('\n').map(paragraph),
  {
    kind: 'note',
    text: `Seal (ECDSA with SHA-256, base64): ${seal.toString('base64')}. Fingerprint of the certificate: ${fingerprint(certificate)}`,
  },
]
