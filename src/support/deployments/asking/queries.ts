import { sql } from 'kysely'
import { terms } from '../../../agreement/terms/queries.ts'
import { datesOf } from '../../../calendars/queries.ts'
import { dueAfter } from '../../../calendars/rules.ts'
import { membersOn } from '../../../members/queries.ts'
import { academicYearOf, type Day } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'
import type { RowOptions } from '../../../platform/form.ts'
import type { Who } from '../../../platform/who.ts'
import { mayAskFor, mayBroker } from '../rules.ts'

/** The last day for SSIG’s answer to what is asked today, by the alliance’s calendar; none where its dates are not here. */
export async function answerDueOf(db: Reader, today: Day): Promise<Day | null> {
  const [calendar, agreed] = await Promise.all([datesOf(db, null), terms(db, academicYearOf(today))])
  return dueAfter(calendar, today, agreed.ssigAnswerDays)
}

/** The schools for which this person may ask on this day. */
export async function schoolsToAskFor(db: Reader, who: Who, on: Day): Promise<RowOptions> {
  const headed = mayAskFor(who)
  const rows = await membersOn(db, on)
  return rows.filter(({ id }) => mayBroker(who) || headed.includes(id)).map(({ id, name }) => [id, name])
}

export const otherMembers = async (db: Reader, on: Day): Promise<RowOptions> =>
  (await membersOn(db, on)).map(({ id, name }) => [id, name])

/** Posts whose holders work in the school day by day, and so can be worked with. */
const working = [
  'head',
  'acting head',
  'executive head',
  'deputy',
  'senior leader',
  'middle leader',
  'teacher',
  'nqt',
  'recently qualified teacher',
  'business manager',
  'practitioner',
] as const

type Colleague = { id: number; name: string; membershipId: number; school: string }

/** Who works at these schools on this day; at whatever URN the school bore when they came. */
export async function colleagues(db: Reader, memberships: number[], on: Day): Promise<Colleague[]> {
  if (memberships.length === 0) return []
  const { rows } = await sql<Colleague>`
    select distinct people.id, people.name, members.id as membership_id, members.short_name as school
    from posts join people on people.id = posts.person_id
      join membership_schools there on there.membership_id = posts.membership_id
      join membership_schools here on here.urn = there.urn
      join members on members.id = here.membership_id
    where members.id = any (${memberships}) and post = any (${[...working]})
      and (posts.from_on is null or posts.from_on <= ${on}) and (posts.to_on is null or posts.to_on >= ${on})
    order by people.name, people.id`.execute(db)
  return rows
}

/** The same to choose from: with their school where there is more than one. */
export async function contactOptions(db: Reader, memberships: number[], on: Day): Promise<RowOptions> {
  const rows = await colleagues(db, memberships, on)
  return rows.map(({ id, name, school }) => [id, memberships.length > 1 ? `${name}, ${school}` : name])
}
