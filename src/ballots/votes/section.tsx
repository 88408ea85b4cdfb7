import type { JSX } from 'hono/jsx/jsx-runtime'
import { momentNow } from '../../meetings/decisions/queries.ts'
import { sitting } from '../../meetings/seats/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { Bullets, ButtonLink, Deeds, Link, Section, Text } from '../../platform/parts.tsx'
import { amendmentsOf, type Ballot, keepsBallot, type OptionRow, optionsOf } from '../queries.ts'
import { takesVotes } from '../rules.ts'
import { whyNoHands } from './hands/rules.ts'
import { type OwnSeat, ownSeats } from './own.ts'
import { votesOf } from './queries.ts'
import { changeable, votedInWords, whyOver } from './rules.ts'
import { VotesSection } from './shown.tsx'

/** What a ballot’s page says of votes by name: one’s own school’s while it is open, everybody’s once it is closed. */
export async function voteSection(by: Actor, ballot: Ballot, now: Date): Promise<JSX.Element | null> {
  if (ballot.state === 'closed') {
    const [votes, options] = await Promise.all([votesOf(by.db, ballot.id), optionsOf(by.db, ballot.id)])
    return <VotesSection {...{ ballot, options, votes }} />
  }
  if (ballot.manner === 'hands') return handsSection(by, ballot)
  if (!takesVotes(ballot.state)) return null
  const over = whyOver(ballot, await momentNow(by.db)) !== null
  const [seats, options, keeps] = await Promise.all([
    ownSeats(by.db, by.who, ballot, { now, today: by.today }),
    optionsOf(by.db, ballot.id),
    keepsBallot(by, ballot),
  ])
  const shown = seats.filter((seat) => isShown(ballot, over, seat))
  const phones = keeps && !over && (ballot.byCorrespondence || ballot.absentFrom !== null)
  if (shown.length === 0 && !phones) return null
  return (
    <Section title={shown.length > 0 ? 'Your vote' : 'Votes by phone'} id="vote">
      <OwnVotes {...{ ballot, options, now, over }} seats={shown} />
      {phones && (
        <Text>
          Did a head ring? <Link to={`/ballots/${ballot.id}/phone`}>Write down a vote by phone</Link>.
        </Text>
      )}
    </Section>
  )
}

/** A show of hands is taken at once, by whoever keeps the ballot. */
async function handsSection(by: Actor, ballot: Ballot): Promise<JSX.Element | null> {
  const { state, meetingId, id } = ballot
  if (state !== 'drafted' || meetingId === null || !(await keepsBallot(by, ballot))) return null
  const [meeting, amendments] = await Promise.all([sitting(by.db, meetingId), amendmentsOf(by.db, id)])
  const why = whyNoHands(meeting, by.today)
  if (why !== null)
    return (
      <Section title="Show of hands" id="vote">
        <Text>{why}.</Text>
      </Section>
    )
  // The motion asks in the words of its amendments, which are voted on before it.
  if (amendments.some(({ state }) => state !== 'closed' && state !== 'cancelled')) return null
  return (
    <Section title="Show of hands" id="vote">
      <Text>
        Ask for hands, and write down how the schools voted: the roll is called, the quorum tested and the
        vote counted when you save it.
      </Text>
      <Deeds>
        <ButtonLink to={`/ballots/${id}/hands`}>Record the show of hands</ButtonLink>
      </Deeds>
    </Section>
  )
}

/** Of a secret ballot its papers have a part of the page of their own: here stands what is done by name alone. */
const isShown = ({ manner }: Ballot, over: boolean, { vote, why, took }: OwnSeat) =>
  manner !== 'secret' || vote !== undefined || (why === null && took === null && !over)

type OwnProps = { ballot: Ballot; options: OptionRow[]; seats: OwnSeat[]; now: Date; over: boolean }

function OwnVotes({ seats, ...rest }: OwnProps) {
  const [only] = seats
  if (only && seats.length === 1) {
    const waits = only.why === null && only.took === null && !rest.over
    if (waits && rest.ballot.manner !== 'secret') return <VoteButton ballot={rest.ballot} seat={only} />
    return (
      <Text>
        <OwnVote {...rest} seat={only} />
      </Text>
    )
  }
  return <Bullets items={seats.map((seat) => <OwnVote {...rest} seat={seat} />)} />
}

const VoteButton = ({ ballot, seat: { school, membershipId } }: { ballot: Ballot; seat: OwnSeat }) => (
  <Deeds>
    <ButtonLink to={`/ballots/${ballot.id}/vote?school=${membershipId}`}>Vote for {school}</ButtonLink>
  </Deeds>
)

type OneProps = Omit<OwnProps, 'seats'> & { seat: OwnSeat }

/** How one school voted, why it does not, or where it votes. */
function OwnVote({ ballot, options, now, over, seat }: OneProps) {
  const { vote, why, took, school, membershipId } = seat
  const at = `/ballots/${ballot.id}/vote?school=${membershipId}`
  if (vote)
    return (
      <>
        {votedInWords(ballot, options, vote, now)} {why === null && !over && changeable(ballot, vote.how)}{' '}
        {why === null && !over && <Link to={at}>Look at {school}’s vote</Link>}
      </>
    )
  if (took !== null) return <>{school} has taken part.</>
  if (why !== null) return <>{why}.</>
  if (over) return <>{school} has not voted.</>
  if (ballot.manner !== 'secret') return <Link to={at}>Vote for {school}</Link>
  return (
    <>
      Rather not in secret? <Link to={at}>Vote by name for {school}</Link>: everybody reads it after the
      close.
    </>
  )
}
