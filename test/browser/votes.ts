import { actor } from '../../src/platform/action.ts'
import type { Day } from '../../src/platform/day.ts'
import type { Database } from '../../src/platform/db.ts'
import { system } from '../../src/platform/who.ts'
import { ballotsPrepared } from '../records-ballots.ts'
import { readerOf } from './agreement.ts'

/** One of all that a vote can be, of the school whose head looks at it and of another. */
export async function useVotes(database: Database, today: Day) {
  const by = actor(database, system, today)
  const head = await readerOf(database, 'head', today)
  const ashmere = head?.who.held.find(({ role }) => role === 'head')?.membershipId
  if (!head || !ashmere) throw new Error('The demonstration has no head')
  const other = await by.totals
    .selectFrom('posts')
    .select(['personId', 'membershipId'])
    .where('post', '=', 'head')
    .where('toOn', 'is', null)
    .where('membershipId', 'is not', null)
    .where('membershipId', '<>', ashmere)
    .orderBy('id')
    .executeTakeFirstOrThrow()
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
    members: { ashmere, brindle: other.membershipId as number },
    people: { head: head.who.personId as number, otherHead: other.personId },
    groups: { board },
  }
  await by.together((tx, by) => ballotsPrepared(voters, tx, by, item))
}
