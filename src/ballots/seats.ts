import { sql } from 'kysely'
import { quorumForItem, sitting } from '../meetings/seats/queries.ts'
import { holderAt, type SeatLine } from '../meetings/seats/rules.ts'
import { type Day, dayInLondon, timeInLondon } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { type Ballot, headsOn } from './queries.ts'
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

/** Who is in the room of a ballot’s meeting at this time, and whether they are a quorum for its item. */
export async function roomAt(db: Reader, { meetingId, itemId }: Ballot, time: string) {
  const meeting = await sitting(db, meetingId as number)
  return { meeting, ...(await quorumForItem(db, meeting, itemId as number, time)) }
}
