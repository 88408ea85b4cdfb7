import type { Reader } from '../../platform/db.ts'
import type { Who } from '../../platform/who.ts'
import { claimOf, type Sitting } from '../seats/queries.ts'
import { type Admission, admission, isClaim } from '../seats/rules.ts'
import type { Capacity } from '../tables.ts'
import { type Coming, comingAs } from './rules.ts'

/** In what capacity somebody comes to this meeting, school by school. */
export async function ownComing(db: Reader, who: Who, meeting: Sitting): Promise<Coming[]> {
  const [named, letters] = await Promise.all([
    db
      .selectFrom('deputyNamings')
      .select('membershipId')
      .where('meetingId', '=', meeting.id)
      .where('personId', '=', who.personId)
      .where('withdrawnAt', 'is', null)
      .execute(),
    db
      .selectFrom('actingLetters')
      .select('membershipId')
      .where('personId', '=', who.personId)
      .where('datedOn', '<', meeting.heldOn)
      .where('fromOn', '<=', meeting.heldOn)
      .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', meeting.heldOn)]))
      .execute(),
  ])
  const standsInFor = [...named, ...letters].map(({ membershipId }) => membershipId)
  return comingAs(who, { ofBoard: meeting.ofBoard, standsInFor })
}

export type Expected = Coming & { school: string | null; capacity: Capacity; why: string | null }

/** The same with the names of the schools, and how each would be written down now. */
export async function expected(db: Reader, who: Who, meeting: Sitting): Promise<Expected[]> {
  const coming = await ownComing(db, who, meeting)
  return Promise.all(coming.map((one) => foreseen(db, who, meeting, one)))
}

async function foreseen(db: Reader, who: Who, meeting: Sitting, coming: Coming): Promise<Expected> {
  const { membershipId, as } = coming
  if (membershipId === null) return { ...coming, school: null, capacity: as, why: null }
  const claim = await claimOf(db, meeting, {
    ...{ membershipId, personId: who.personId, bySelf: true },
    as: isClaim(as) ? as : 'deputy',
  })
  const plain: { capacity: Capacity; why: string | null } = { capacity: as, why: null }
  const found: Admission | typeof plain = meeting.ofBoard && isClaim(as) ? admission(claim) : plain
  return { ...coming, ...found, school: claim.school }
}

export type OwnLine = {
  id: number
  version: number
  membershipId: number | null
  school: string | null
  capacity: Capacity
  arrived: string | null
  departed: string | null
  why: string | null
  checkedInAt: Date | null
}

/** Where somebody stands on the register of a meeting. */
export const ownLines = (db: Reader, who: Who, meetingId: number): Promise<OwnLine[]> =>
  db
    .selectFrom('attendances')
    .leftJoin('members', 'members.id', 'attendances.membershipId')
    .select([
      'attendances.id',
      'attendances.version',
      'attendances.membershipId',
      'members.shortName as school',
    ])
    .select(['capacity', 'arrived', 'departed', 'why', 'checkedInAt'])
    .where('meetingId', '=', meetingId)
    .where('personId', '=', who.personId)
    .orderBy('members.name')
    .execute()

/** How many have put themselves on the register of a meeting. */
export async function checkedIn(db: Reader, meetingId: number): Promise<number> {
  const { count } = await db
    .selectFrom('attendances')
    .select((eb) => eb.fn.count<number>('personId').distinct().as('count'))
    .where('meetingId', '=', meetingId)
    .where('how', '=', 'phone')
    .executeTakeFirstOrThrow()
  return Number(count)
}
