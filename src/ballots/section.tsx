import { agendaOf, type Item } from '../meetings/agenda/queries.ts'
import type { Meeting } from '../meetings/queries.ts'
import type { Actor } from '../platform/action.ts'
import { LivePart } from '../platform/live-part.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Details,
  Inset,
  Link,
  LinkList,
  Section,
  type Step,
  Text,
} from '../platform/parts.tsx'
import { mayVoteFor, votingPlace } from './may-vote.ts'
import { BallotTag } from './pages.tsx'
import { type Ballot, ballotsOfItem, ballotsOfMeeting, turnoutOf } from './queries.ts'
import { isKnownTo, mayPropose, takesVotes, titleOf, tookInWords } from './rules.ts'

type Listed = { ballot: Ballot; says: string | null }

/** Only the board has a seat for each school, and so votes. */
const votes = ({ groups, status }: Pick<Meeting, 'groups' | 'status'>) =>
  status !== 'cancelled' && groups.some(({ kind }) => kind === 'board')

/** With how many have taken part, while it is open. */
const listed = (by: Actor, ballots: Ballot[]): Promise<Listed[]> =>
  Promise.all(
    ballots.map(async (ballot) => ({
      ballot,
      says: takesVotes(ballot.state) ? tookInWords(await turnoutOf(by.db, ballot.id)) : null,
    })),
  )

/** The votes in which whoever looks may vote now, each with the schools for which they may. */
async function openFor(by: Actor, ballots: Ballot[]): Promise<Step[]> {
  const open = ballots.filter(({ state }) => takesVotes(state))
  const schools = await Promise.all(open.map((ballot) => mayVoteFor(by, ballot)))
  return open.flatMap((ballot, i) => {
    const names = (schools[i] ?? []).map(({ school }) => school)
    if (names.length === 0) return []
    const vote = {
      href: votingPlace(ballot),
      says: 'A vote is open: vote now',
      why: `You vote for ${names.join(' and ')}: ${titleOf(ballot)}`,
      state: { says: 'Open', tone: 'due' as const },
    }
    return [vote]
  })
}

/**
 * The votes of a meeting on its page, in the order in which they are taken; `open` are those in which this reader may
 * vote now, which stand above all else.
 */
export async function ballotsOn(by: Actor, meeting: Meeting, keeps: boolean) {
  if (!votes(meeting)) return { open: null, section: null }
  const [all, items] = await Promise.all([
    ballotsOfMeeting(by.db, meeting.id),
    keeps ? agendaOf(by.db, meeting.id) : [],
  ])
  const ballots = all.filter((ballot) => keeps || isKnownTo(by.who, ballot))
  const mayPut = keeps && items.length > 0 && meeting.endedAt === null && meeting.heldOn >= by.today
  const [lines, now] = await Promise.all([listed(by, ballots), openFor(by, ballots)])
  const section = (
    <LivePart of={`meetings/${meeting.id}`} part="ballots">
      {(lines.length > 0 || mayPut) && (
        <Section title="Votes" id="votes">
          <Ballots of={lines} />
          {mayPut && <Puts {...{ items }} />}
        </Section>
      )}
    </LivePart>
  )
  const open = (
    <LivePart of={`meetings/${meeting.id}`} part="votes">
      <OpenVotes of={now} />
    </LivePart>
  )
  return { open, section }
}

/** The votes on one item, on its page. */
export async function ballotsOfItemOn(by: Actor, meeting: Meeting, item: Item, keeps: boolean) {
  if (!votes(meeting) || item.state !== 'accepted') return null
  const all = await ballotsOfItem(by.db, item.id)
  const ballots = all.filter((ballot) => keeps || isKnownTo(by.who, ballot))
  const isAhead = meeting.endedAt === null && meeting.heldOn >= by.today
  const puts = isAhead && (keeps || mayPropose(by.who))
  if (ballots.length === 0 && !puts) return null
  return (
    <Section title="Votes" id="votes">
      <Ballots of={await listed(by, ballots)} />
      {puts && (
        <Deeds>
          <ButtonLink to={`/ballots/new?item=${item.id}`} kind="secondary">
            {keeps ? 'Put something to the vote' : 'Propose a motion'}
          </ButtonLink>
        </Deeds>
      )}
    </Section>
  )
}

/** For a phone in the room: the votes that are open to whoever holds it. */
export async function openVotesOn(by: Actor, meetingId: number) {
  const next = await openFor(by, await ballotsOfMeeting(by.db, meetingId))
  return (
    <LivePart of={`meetings/${meetingId}`} part="votes">
      <OpenVotes of={next} />
    </LivePart>
  )
}

/** Nobody in the room is to miss it. */
const OpenVotes = ({ of }: { of: Step[] }) => (
  <>
    {of.map(({ href, says, why }) => (
      <Inset>
        <Text>{why}</Text>
        <Deeds>
          <ButtonLink to={href}>{says}</ButtonLink>
        </Deeds>
      </Inset>
    ))}
  </>
)

const Ballots = ({ of }: { of: Listed[] }) =>
  of.length === 0 ? null : (
    <Bullets
      items={of.map(({ ballot, says }) => (
        <>
          <Link to={`/ballots/${ballot.id}`}>{titleOf(ballot)}</Link>{' '}
          {ballot.amendsId !== null && '(amendment) '}
          <BallotTag state={ballot.state} />
          {says && ` ${says}.`}
        </>
      ))}
    />
  )

const Puts = ({ items }: { items: Item[] }) => (
  <Details summary="Put something to the vote">
    <LinkList
      links={items.map(({ id, number, title }) => ({
        href: `/ballots/new?item=${id}`,
        says: `On item ${number}: ${title}`,
      }))}
    />
  </Details>
)
