import { timeInLondon } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Who } from '../../platform/who.ts'
import type { Ballot, ElectorRow } from '../queries.ts'
import { electorOf } from '../queries.ts'
import { whyNoVote } from '../rules.ts'
import { seatsAt } from '../seats.ts'
import { type FormerRow, formerVotesOf, ownVotes, type Spoken, spokenFor, type VoteRow } from './queries.ts'
import { whyNotYou } from './rules.ts'

/** A school that somebody may speak for in a ballot, whether they may vote for it now, and how it voted. */
export type OwnSeat = Spoken & {
  elector: ElectorRow | undefined
  /** Why they may not vote for it at this moment; nothing where they may. */
  why: string | null
  /** The school’s vote, for those whose own it is: who may cast it, leads the school, or cast it. */
  vote: VoteRow | undefined
  former: FormerRow[]
  /** Whether it has taken part, by a vote or a secret paper. */
  took: ElectorRow['took']
}

export type At = { now: Date; today: Parameters<typeof spokenFor>[3] }

/** The schools that somebody may speak for in a ballot, by name: an executive head has several. */
export async function ownSeats(db: Reader, who: Who, ballot: Ballot, { now, today }: At): Promise<OwnSeat[]> {
  const { personId } = who
  if (personId === null) return []
  const spoken = await spokenFor(db, ballot, personId, today)
  const ids = spoken.map(({ membershipId }) => membershipId)
  const [electors, seats, votes, former] = await Promise.all([
    Promise.all(ids.map((id) => electorOf(db, ballot.id, id))),
    seatsAt(db, ballot, ids, now),
    ownVotes(db, ballot.id, ids),
    formerVotesOf(db, ballot.id, ids),
  ])
  const names = await namesOf(
    db,
    [...seats.values()].flatMap(({ inRoom }) => (inRoom === null || inRoom === personId ? [] : [inRoom])),
  )
  const time = timeInLondon(now)
  return spoken.map((own, i): OwnSeat => {
    const { membershipId, school, line } = own
    const elector = electors[i]
    const seat = seats.get(membershipId) ?? { inRoom: null, heads: [] }
    const ruled = whyNoVote(ballot, { elector, seat, personId })
    const inRoom = elector?.present === true && !elector.excluded && ballot.state === 'open'
    const holder = names.get(seat.inRoom ?? 0) ?? null
    const vote = votes.find((one) => one.membershipId === membershipId)
    const reads = ruled === null || seat.heads.includes(personId) || vote?.castBy === personId
    return {
      ...own,
      elector,
      why: ruled !== null && inRoom ? whyNotYou(ruled, { school, line, holder, time }) : ruled,
      vote: reads ? vote : undefined,
      former: reads ? former.filter((one) => one.membershipId === membershipId) : [],
      took: elector?.took ?? null,
    }
  })
}

async function namesOf(db: Reader, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('people').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
