import type { JSX } from 'hono/jsx/jsx-runtime'
import { membersOn } from '../../members/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { Bullets, ButtonLink, Deeds, Link, Section, Text } from '../../platform/parts.tsx'
import type { Ballot } from '../queries.ts'
import { takesVotes } from '../rules.ts'
import { Warnings } from './pages.tsx'
import { countedPapers } from './queries.ts'
import { warningsAfter, warningsBefore } from './rules.ts'
import { type Voter, votersIn, warningsOf } from './voters.ts'

/** What a ballot’s page says of a secret vote: where one takes a paper, and once it is closed, where all are read. */
export async function secretSection(by: Actor, ballot: Ballot, now: Date): Promise<JSX.Element | null> {
  if (ballot.manner !== 'secret') return null
  const { state, id } = ballot
  if (state === 'cancelled')
    return (
      <Section title="Secret vote" id="secret">
        <Text>The box was emptied unread: nobody learns what was in it.</Text>
      </Section>
    )
  if (state === 'closed') {
    const choices = (await countedPapers(by.db, id)).map(({ choice }) => choice)
    return <Closed {...{ ballot }} warnings={warningsAfter(choices)} />
  }
  if (!takesVotes(state)) {
    const may = (await membersOn(by.db, by.today)).length
    return <Ahead warnings={warningsBefore({ may, papers: 0, named: 0 })} />
  }
  const [warnings, { voters }] = await Promise.all([warningsOf(by, ballot), votersIn(by, ballot, now)])
  return <Open {...{ ballot, warnings, voters }} />
}

const Ahead = ({ warnings }: { warnings: string[] }) => (
  <Section title="Secret vote" id="secret">
    <Text>
      Nobody learns how a school voted, not even the alliance office. Once it is closed every paper is
      published without a name, so that anybody can count again.
    </Text>
    <Warnings of={warnings} />
  </Section>
)

type OpenProps = { ballot: Ballot; warnings: string[]; voters: Voter[] }

const Open = ({ ballot: { id }, warnings, voters }: OpenProps) => (
  <Section title="Secret vote" id="secret">
    <Warnings of={warnings} />
    {voters.length > 0 ? (
      <Deeds>
        {voters.map(({ membershipId, school, taken }) => (
          <ButtonLink
            to={`/ballots/${id}/paper?school=${membershipId}`}
            {...(taken ? { kind: 'secondary' as const } : {})}
          >
            {taken ? `${school}’s voting paper` : `Vote in secret for ${school}`}
          </ButtonLink>
        ))}
      </Deeds>
    ) : (
      <Text>Nobody learns how a school votes, not even the alliance office.</Text>
    )}
    <Text>
      Have you a receipt? <Link to={`/ballots/${id}/receipt`}>See that the paper is in the box</Link>
    </Text>
  </Section>
)

const Closed = ({ ballot: { id }, warnings }: { ballot: Ballot; warnings: string[] }) => (
  <Section title="Secret vote" id="secret">
    <Warnings of={warnings} />
    <Bullets
      items={[
        <Link to={`/ballots/${id}/receipt`}>Look up your receipt</Link>,
        <Link to={`/ballots/${id}/papers`}>Read every paper, and count again</Link>,
      ]}
    />
  </Section>
)
