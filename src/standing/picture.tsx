import type { Evidence } from '../agreement/finding.ts'
import { anchorOf, Words } from '../agreement/parts.tsx'
import { partsOf } from '../agreement/rules.ts'
import { inWords, yearName } from '../platform/day.ts'
import { Bullets, Link, Section, Small, Text } from '../platform/parts.tsx'
import { Tiles } from '../platform/tiles.tsx'
import type { Stand } from './queries.ts'
import { lookOf, looks, shownAs } from './rules.ts'

/** How a school stood on the same promise a year before, where it was a member then. */
export type Before = { year: Parameters<typeof yearName>[0]; stands: Map<number, Stand> } | null

/** Records behind a finding; one that these eyes may not open is told without its address. */
export const EvidenceOf = ({
  evidence,
  most,
  more,
}: {
  evidence: Evidence[]
  most?: number
  more?: string
}) => {
  const shown = most === undefined ? evidence : evidence.slice(0, most)
  const left = evidence.length - shown.length
  const items = shown.map(({ says, on, href }) => (
    <>
      {href ? <Link to={href}>{says}</Link> : says}
      {on && `, ${inWords(on)}`}
    </>
  ))
  const rest = left > 0 && more ? [<Link to={more}>and {left} more</Link>] : []
  return evidence.length === 0 ? null : <Bullets items={[...items, ...rest]} />
}

export const beforeInWords = ({ clause }: Stand, before: Before): string | null => {
  const then = before?.stands.get(clause.promiseId)
  return before && then ? `${yearName(before.year)}: ${looks[shownAs(then)].says.toLowerCase()}.` : null
}

const MOST_RECORDS = 5

type InsideProps = { stand: Stand; before: Before; href: string }

/** What a tile opens: why, on what evidence, and what would put it right. */
function Inside({ stand, before, href }: InsideProps) {
  const { because, evidence, next } = stand
  const then = beforeInWords(stand, before)
  return (
    <>
      <Text>{because}</Text>
      <EvidenceOf evidence={evidence} most={MOST_RECORDS} more={href} />
      {next && (
        <Text>
          <Link to={next.href}>{next.says}</Link>
        </Text>
      )}
      {then && <Small>{then}</Small>}
      <Small>
        <Link to={href}>How clause {stand.clause.number} is judged</Link>
      </Small>
    </>
  )
}

const NO_HEADING = 'Clauses'

type PictureProps = { stands: Stand[]; before: Before; hrefOf: (stand: Stand) => string }

/** The parts of the agreement, each clause a tile with its state as shape, colour and word. */
export const Picture = ({ stands, before, hrefOf }: PictureProps) => (
  <>
    {partsOf(stands.map((stand) => ({ ...stand.clause, stand }))).map(({ part, clauses }) => (
      <Section title={part || NO_HEADING}>
        <Tiles
          items={clauses.map(({ stand, ...clause }) => ({
            id: anchorOf(clause),
            number: clause.number,
            called: 'Clause',
            words: clause.words,
            state: lookOf(stand),
            inside: <Inside stand={stand} before={before} href={hrefOf(stand)} />,
          }))}
        />
      </Section>
    ))}
  </>
)

/** The words of a clause as they were agreed. */
export const ClauseWords = ({ words }: { words: string }) => <Words of={words} />
