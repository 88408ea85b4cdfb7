import { sql } from 'kysely'
import { conflictedMemberships } from '../meetings/agenda/interests/queries.ts'
import { quorumOf, sitting } from '../meetings/seats/queries.ts'
import { holderAt, quorumInWords, type SeatLine } from '../meetings/seats/rules.ts'
import { type Day, dayInLondon, timeInLondon } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { type Ballot, type ElectorRow, headsOn } from './queries.ts'
import type { Seat } from './rules.ts'

/** The lines of the register of a ballot’s meeting for these schools; once it has ended, nobody is in the room. */
async function linesOf(db: Reader, meetingId: number, memberships: number[]): Promise<SeatLine[]> {
  return db
    .selectFrom('attendances')
    .innerJoin('meetings', 'meetings.id', 'attendances.meetingId')
    .select(['membershipId', 'personId', 'capacity', 'arrived', 'departed'])
    .where('meetingId', '=', meetingId)
    .where('meetings.endedAt', 'is', null)
    .where('membershipId', '=', sql<number>`any (${memberships}::bigint[])`)
    .orderBy('attendances.id')
    .execute()
}

/** Who may press the button for each of these schools at this moment: in the room by the register, from afar as head. */
export const seatsAt = (
  db: Reader,
  ballot: Pick<Ballot, 'meetingId'>,
  memberships: number[],
  now: Date,
): Promise<Map<number, Seat>> =>
  seatsOn(db, ballot, memberships, { on: dayInLondon(now), time: timeInLondon(now) })

/** The same at a time of a day; at a time after every other, whoever has come and not left is in the room. */
export async function seatsOn(
  db: Reader,
  { meetingId }: Pick<Ballot, 'meetingId'>,
  memberships: number[],
  { on, time }: { on: Day; time: string },
): Promise<Map<number, Seat>> {
  const [lines, heads] = await Promise.all([
    meetingId === null ? [] : linesOf(db, meetingId, memberships),
    headsOn(db, memberships, on),
  ])
  const seat = (id: number): Seat => ({
    inRoom:
      holderAt(
        lines.filter(({ membershipId }) => membershipId === id),
        time,
      )?.personId ?? null,
    heads: heads.flatMap(({ membershipId, personId }) => (membershipId === id ? [personId] : [])),
  })
  return new Map(memberships.map((id) => [id, seat(id)]))
}

/** One elector of a ballot. */
export async function electorOf(
  db: Reader,
  ballotId: number,
  membershipId: number,
): Promise<ElectorRow | undefined> {
  return db
    .selectFrom('ballotElectors')
    .innerJoin('members', 'members.id', 'ballotElectors.membershipId')
    .leftJoin('people', 'people.id', 'ballotElectors.personId')
    .select(['membershipId', 'members.shortName as school', 'present', 'personId', 'people.name as person'])
    .select(['capacity', 'excluded', 'took'])
    .where('ballotId', '=', ballotId)
    .where('membershipId', '=', membershipId)
    .executeTakeFirst()
}

/**
 * Who is in the room of a ballot’s meeting at this time, and whether they are a quorum for it: who declared an interest
 * in its item is not counted.
 */
export async function roomAt(db: Reader, { meetingId, itemId }: Ballot, time: string) {
  const meeting = await sitting(db, meetingId as number)
  const [{ seats, ...counted }, conflicted] = await Promise.all([
    quorumOf(db, meeting, time),
    conflictedMemberships(db, itemId as number),
  ])
  const declared = new Set(conflicted)
  const without = conflicted.filter((id) => seats.has(id)).length
  const quorum = { ...counted, represented: counted.represented - without }
  const beside = without > 0 ? ' Who declared an interest in this item is not counted.' : ''
  return { meeting, seats, declared, quorum, says: `${quorumInWords(quorum)}${beside}` }
}
