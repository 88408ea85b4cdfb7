import { conflictedMemberships } from '../../../meetings/agenda/interests/queries.ts'
import type { Sitting } from '../../../meetings/seats/queries.ts'
import type { Reader } from '../../../platform/db.ts'
import type { Came } from './rules.ts'

export type Raised = Came & { says: string | null }

type Line = {
  membershipId: number
  school: string
  person: string | null
  capacity: string
  arrived: string | null
  departed: string | null
}

/** The schools that were represented at a meeting at some time of it, by name, with who sat for each and when. */
export async function schoolsThere(db: Reader, meeting: Sitting, itemId: number): Promise<Raised[]> {
  const [lines, declared] = await Promise.all([seatLines(db, meeting), conflictedMemberships(db, itemId)])
  const schools = [...new Set(lines.map(({ membershipId }) => membershipId))]
  return schools.map((membershipId) => {
    const own = lines.filter((line) => line.membershipId === membershipId)
    const excluded = declared.includes(membershipId)
    return {
      membershipId,
      school: own[0]?.school ?? '',
      excluded,
      says: excluded
        ? 'Has declared an interest in this item'
        : own.map(sat).filter(Boolean).join('; ') || null,
    }
  })
}

const seatLines = (db: Reader, { id, heldOn }: Sitting): Promise<Line[]> =>
  db
    .selectFrom('attendances')
    .innerJoin('members', 'members.id', 'attendances.membershipId')
    .innerJoin('memberships', 'memberships.id', 'members.id')
    .leftJoin('people', 'people.id', 'attendances.personId')
    .select(['members.id as membershipId', 'members.shortName as school', 'people.name as person'])
    .select(['capacity', 'arrived', 'departed'])
    .where('meetingId', '=', id)
    .where('capacity', 'in', ['head', 'acting head', 'deputy'])
    .where('memberships.joinedOn', '<=', heldOn)
    .where((eb) => eb.or([eb('memberships.leftOn', 'is', null), eb('memberships.leftOn', '>=', heldOn)]))
    .orderBy('members.name')
    .orderBy('attendances.id')
    .execute()

/** “Dev Deputy from 15:40 to 16:05” */
const sat = ({ person, capacity, arrived, departed }: Line) =>
  [
    person ?? (arrived || departed ? capacity : ''),
    arrived && `from ${arrived}`,
    departed && `to ${departed}`,
  ]
    .filter(Boolean)
    .join(' ')
