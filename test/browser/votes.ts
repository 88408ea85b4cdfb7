import { actor } from '../../src/platform/action.ts'
import type { Day } from '../../src/platform/day.ts'
import type { Database } from '../../src/platform/db.ts'
import { system } from '../../src/platform/who.ts'
import { ballotsPrepared } from '../records-ballots.ts'
import { headsAmong } from './agreement.ts'

/** One of all that a vote can be, of the school whose head looks at it and of another. */
export async function useVotes(database: Database, today: Day) {
  const by = actor(database, system, today)
  const { head, ashmere, other } = await headsAmong(database, today)
  const { id: board } = await by.totals
    .selectFrom('groups')
    .select('id')
    .where('kind', '=', 'board')
    .executeTakeFirstOrThrow()
  const { id: item } = await by.totals
    .selectFrom('agendaItems')
    .innerJoin('meetings', 'meetings.id', 'agendaItems.meetingId')
    .innerJoin('meetingGroups', 'meetingGroups.meetingId', 'meetings.id')
    .select('agendaItems.id')
    .where('groupId', '=', board)
    .where('heldOn', '>', today)
    .where('partB', '=', false)
    .orderBy('agendaItems.id')
    .executeTakeFirstOrThrow()
  const voters = {
    members: { ashmere, brindle: other.membershipId },
    people: { head, otherHead: other.personId },
    groups: { board },
  }
  await by.together((tx, by) => ballotsPrepared(voters, tx, by, item))
}
