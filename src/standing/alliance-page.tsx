import { anchorOf } from '../agreement/parts.tsx'
import { partsOf } from '../agreement/rules.ts'
import { type AcademicYear, inWords, yearName } from '../platform/day.ts'
import { Page } from '../platform/page.tsx'
import { Facts, Inset, Lead, Link, Section, Small, Text } from '../platform/parts.tsx'
import { SharedOut, Shares } from '../platform/tiles.tsx'
import { clauseHref, HowJudged, type JudgedAt, judgedInWords, totalHref } from './judged.tsx'
import { ClauseWords } from './picture.tsx'
import type { Stand } from './queries.ts'
import { looks, type Shown } from './rules.ts'
import { type Counts, type Side, sides, toldInWords, toldOf, widthOf } from './totals.ts'

const sideLooks: Record<Side, Shown> = {
  kept: 'met',
  'not yet': 'not yet due',
  'at risk': 'at risk',
  broken: 'breached',
}

type TotalShown = { clause: Stand['clause']; counts: Counts }

const saidOf = ({ clause, counts }: TotalShown) =>
  clause.kind === 'people' ? 'Kept between people: nobody is counted.' : toldInWords(toldOf(counts))

const partsOfTotal = ({ clause, counts }: TotalShown) => {
  const told = clause.kind === 'people' ? null : toldOf(counts).counts
  if (told === null) return []
  return sides
    .map((side) => ({ ...looks[sideLooks[side]], width: widthOf(told[side]) }))
    .filter(({ width }) => width > 0)
}

const shareOf = (total: TotalShown, id: string) => ({
  id,
  number: total.clause.number,
  href: totalHref(total.clause.number),
  words: total.clause.words,
  says: saidOf(total),
  parts: partsOfTotal(total),
})

type AllianceProps = JudgedAt & { members: number; totals: TotalShown[] }

export function AlliancePage({ asked, version, members, totals }: AllianceProps) {
  return (
    <Page title="How the alliance stands" wide>
      <Lead>How many of the {members} schools stand where on each clause. No school is named here.</Lead>
      <Text>{judgedInWords({ asked, version })}</Text>
      <Small>
        Fewer than 5 schools are never counted out, and a number that would give them away is not told either.
      </Small>
      {partsOf(totals.map((total) => ({ ...total.clause, total }))).map(({ part, clauses }) => (
        <Section title={part || 'Clauses'}>
          <SharedOut
            called="Clause"
            items={clauses.map(({ total, ...clause }) => shareOf(total, anchorOf(clause)))}
          />
        </Section>
      ))}
    </Page>
  )
}

type ClauseOfAllianceProps = JudgedAt & {
  stand: Pick<Stand, 'clause' | 'commitment'>
  now: Counts
  before: { year: AcademicYear; counts: Counts } | null
  own: { id: number; name: string }[]
}

export function ClauseOfAlliancePage({ asked, version, stand, now, before, own }: ClauseOfAllianceProps) {
  const { clause, commitment } = stand
  const years = [
    { says: `${yearName(asked.year)}, as at ${inWords(asked.on)}`, year: asked.year, counts: now },
    ...(before ? [{ says: yearName(before.year), ...before }] : []),
  ]
  return (
    <Page
      title={`Clause ${clause.number}`}
      up={{ href: '/standing/alliance', says: 'How the alliance stands' }}
    >
      <Inset>
        <ClauseWords words={clause.words} />
      </Inset>
      <Section title="How many schools stand where">
        {years.map(({ says, year, counts }) => {
          const share = shareOf({ clause, counts }, `year-${year}`)
          return <YearTotal says={says} words={share.says} parts={share.parts} />
        })}
        {own.map(({ id, name }) => (
          <Text>
            <Link to={clauseHref(id, clause.number)}>How {name} stands on it, and why</Link>
          </Text>
        ))}
      </Section>
      <Section title="How it is judged">
        <HowJudged clause={clause} commitment={commitment} terms={asked.terms} />
        <Small>{judgedInWords({ asked, version })}</Small>
      </Section>
    </Page>
  )
}

type YearTotalProps = { says: string; words: string; parts: ReturnType<typeof partsOfTotal> }

const YearTotal = ({ says, words, parts }: YearTotalProps) => (
  <Facts
    facts={[
      {
        is: says,
        says: (
          <>
            {parts.length > 0 && <Shares parts={parts} />}
            {words}
          </>
        ),
      },
    ]}
  />
)
