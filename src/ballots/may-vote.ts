import { LATEST } from '../meetings/seats/rules.ts'
import type { Actor } from '../platform/action.ts'
import type { Ballot, ElectorRow } from './queries.ts'
import { electorOf } from './queries.ts'
import { takesVotes, whyNoVote } from './rules.ts'
import { seatsOn } from './seats.ts'
import { spokenFor } from './votes/queries.ts'

/** The schools for which whoever is at work may vote now and nobody has. */
export async function mayVoteFor({ who, db, today }: Actor, ballot: Ballot): Promise<ElectorRow[]> {
  const { personId } = who
  if (personId === null || !takesVotes(ballot.state) || ballot.manner === 'hands') return []
  const ids = (await spokenFor(db, ballot, personId, today)).map(({ membershipId }) => membershipId)
  const [seats, electors] = await Promise.all([
    seatsOn(db, ballot, ids, { on: today, time: LATEST }),
    Promise.all(ids.map((id) => electorOf(db, ballot.id, id))),
  ])
  return electors.flatMap((elector) => {
    const seat = seats.get(elector?.membershipId ?? 0) ?? { inRoom: null, heads: [] }
    const may = elector?.took === null && whyNoVote(ballot, { elector, seat, personId }) === null
    return elector && may ? [elector] : []
  })
}

/** Where a school votes: by name, or with a paper of its own where the vote is secret. */
export const votingPlace = ({ id, manner }: Pick<Ballot, 'id' | 'manner'>) =>
  `/ballots/${id}${manner === 'secret' ? '/paper' : '/vote'}`
