import { sql } from 'kysely'
import { actor } from '../../src/platform/action.ts'
import type { Day } from '../../src/platform/day.ts'
import type { Database, Reader } from '../../src/platform/db.ts'
import { system } from '../../src/platform/who.ts'
import { supportPrepared } from '../records-support.ts'
import { headsAmong } from './agreement.ts'

/** Support in every state for the school whose head looks at it, by people of another school. */
export async function useSupport(database: Database, today: Day) {
  const by = actor(database, system, today)
  const { head, ashmere, other } = await headsAmong(database, today)
  const brindle = other.membershipId
  const staffOf = (membershipId: number) =>
    by.totals
      .selectFrom('posts')
      .select('personId')
      .distinct()
      .where('post', 'in', ['teacher', 'middle leader', 'nqt', 'recently qualified teacher'])
      .where('membershipId', '=', membershipId)
      .where('toOn', 'is', null)
      .where('personId', 'not in', (eb) => eb.selectFrom('practitioners').select('personId'))
      .orderBy('personId')
      .execute()
  const [practitioner, nominee, ended] = (await staffOf(brindle)).map(({ personId }) => personId)
  const [contact] = (await staffOf(ashmere)).map(({ personId }) => personId)
  if (!practitioner || !nominee || !ended || !contact)
    throw new Error('The demonstration has too few teachers')
  const people = { head, otherHead: other.personId, ssig: ended }
  const all = { ...people, practitioner, nominee, contact }
  await by.together((tx, by) => supportPrepared({ members: { ashmere, brindle }, people: all }, tx, by.today))
}

/** Where what was prepared stands, each at another point, with the forms that nothing leads to by now. */
export async function tellingSupport(db: Reader): Promise<string[]> {
  const { rows } = await sql<{ at: string }>`
    select '/support/deployments/' || d.id as at from deployments d join support_areas a on a.id = d.area_id where a.name = 'Chess'
    union all select '/support/visits/' || v.id from support_visits v where subject = 'Chess'
    union all select '/support/visits/' || v.id || '/note' from support_visits v where subject = 'Chess'
    union all select '/support/practitioners/' || p.id from practitioners p where profile = 'Known for it'
    union all select '/support/matching/' || id from matchings`.execute(db)
  return rows.map(({ at }) => at)
}
