import { sql } from 'kysely'
import { addDays, type Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { isSeen } from '../queries.ts'
import type { GroupsSeen } from '../rules.ts'
import type { GroupKind } from '../tables.ts'
import { ENDS_SOON_DAYS, type MandateState } from './rules.ts'

export type Mandate = {
  id: number
  person: string
  school: string | null
  groupId: number
  group: string
  kind: GroupKind
  /** Where they report back; null where it is the board. */
  reportsTo: string | null
  fromOn: Day
  toOn: Day | null
  state: MandateState
}

export type MandateFilter = { words: string | null; state: MandateState | null }

/** Somebody of the same group whose mandate begins about when that at hand ends, or later: the same person's next too. */
const followed = sql<boolean>`exists (
  select from group_members next where next.group_id = m.group_id and next.part = 'representative' and next.id <> m.id
    and next.from_on > m.from_on and next.from_on >= m.to_on - ${sql.lit(ENDS_SOON_DAYS)}
    and coalesce(next.to_on, 'infinity') > m.to_on)`

const stateOn = (on: Day) => sql<MandateState>`case
  when m.from_on > ${on} then 'coming'
  when coalesce(m.to_on, 'infinity') > ${addDays(on, ENDS_SOON_DAYS)} then 'serving'
  when m.to_on >= ${on} then case when ${followed} then 'serving' else 'ending' end
  when ${followed} then 'over' else 'unfilled' end`

const mandates = (db: Reader, seen: GroupsSeen, on: Day) =>
  db.selectFrom((eb) =>
    eb
      .selectFrom('groupMembers as m')
      .innerJoin('groups', 'groups.id', 'm.groupId')
      .innerJoin('people', 'people.id', 'm.personId')
      .leftJoin('members', 'members.id', 'm.membershipId')
      .leftJoin('groups as above', 'above.id', 'groups.reportsTo')
      .select(['m.id', 'm.groupId', 'm.fromOn', 'm.toOn'])
      .select(['people.name as person', 'members.shortName as school', 'groups.name as group'])
      .select(['groups.kind', 'above.name as reportsTo', stateOn(on).as('state')])
      .where('m.part', '=', 'representative')
      .where(isSeen(seen))
      .as('mandates'),
  )

/** Who speaks for the alliance where and until when, one page of it. */
export async function mandatesListed(
  db: Reader,
  { filter: { words, state }, order, limit, offset }: ListAsked<MandateFilter>,
  { seen, on }: { seen: GroupsSeen; on: Day },
): Promise<Listed<Mandate>> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await mandates(db, seen, on)
    .selectAll()
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where((eb) => (state == null ? eb('state', 'not in', ['over']) : eb('state', '=', state)))
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('person', 'ilike', pattern),
          eb('group', 'ilike', pattern),
          eb('school', 'ilike', pattern),
        ]),
      ),
    )
    .orderBy(sortedBy[order.sort] ?? 'group', order.descending ? 'desc' : 'asc')
    .orderBy('group')
    .orderBy('id')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, 'group' | 'person' | 'school' | 'fromOn' | 'toOn'> = {
  group: 'group',
  person: 'person',
  school: 'school',
  from: 'fromOn',
  to: 'toOn',
}

/** Mandates that end soon, or ended since this day, and that nobody follows; the first to end first. */
export const mandatesUnfollowed = (
  db: Reader,
  { seen, on, since }: { seen: GroupsSeen; on: Day; since: Day },
): Promise<Mandate[]> =>
  mandates(db, seen, on)
    .selectAll()
    .where('state', 'in', ['ending', 'unfilled'])
    .where('toOn', '>=', since)
    .orderBy('toOn')
    .execute()
