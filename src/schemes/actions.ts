import type { Actor } from '../platform/action.ts'
import type { Day } from '../platform/day.ts'
import type { Reader, Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { schoolsIn } from './queries.ts'
import { mayKeepSchemes, overlaps } from './rules.ts'
import type { SchemeKind } from './tables.ts'

export type SchemeFilled = {
  name: string
  kind: SchemeKind
  fromOn: Day
  toOn: Day | null
  everyone: boolean
  schools: number[] | null
}

/** Records a joint scheme and who takes part in it: every member, or these. */
export async function recordScheme(by: Actor, { schools, ...filled }: SchemeFilled): Promise<number> {
  permit(mayKeepSchemes(by.who))
  return by.act({ did: 'recorded a joint scheme', subject: (id: number) => `schemes/${id}` }, async (tx) => {
    const taking = await takingPart(tx, { schools, ...filled })
    const { id } = await tx
      .insertInto('schemes')
      .values({ ...filled, ref: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    await link(tx, id, taking)
    return id
  })
}

/** Corrects a scheme as it stood at this version, who takes part with it. */
export async function correctScheme(
  by: Actor,
  row: { id: number; version: number },
  { schools, ...filled }: SchemeFilled,
) {
  permit(mayKeepSchemes(by.who))
  await by.act({ did: 'corrected a joint scheme', subject: `schemes/${row.id}` }, async (tx, by) => {
    const taking = await takingPart(tx, { schools, ...filled })
    const was = named(await schoolsIn(tx, row.id))
    await correct(tx, by, 'schemes', row, filled, { schools: { was, becomes: named(taking) } })
    await tx.deleteFrom('schemeMembers').where('schemeId', '=', row.id).execute()
    await link(tx, row.id, taking)
  })
}

const named = (schools: { name: string }[]) =>
  schools
    .map(({ name }) => name)
    .sort()
    .join('; ')

async function takingPart(db: Reader, { everyone, schools, ...spell }: Omit<SchemeFilled, 'name' | 'kind'>) {
  if (spell.toOn !== null && spell.toOn < spell.fromOn)
    throw notPossible('The last day must be the same as or after the first day', 'toOn')
  if (everyone) return []
  if (!schools) throw notPossible('Select the schools that take part', 'schools')
  const members = await db
    .selectFrom('members')
    .select(['id', 'shortName as name', 'joinedOn', 'leftOn'])
    .where('id', 'in', schools)
    .execute()
  const never = members.filter((member) => !overlaps(spell, member))
  if (never.length > 0) throw notPossible(`Not a member on any day of the scheme: ${named(never)}`, 'schools')
  return members
}

async function link(tx: Writer, schemeId: number, schools: { id: number }[]) {
  if (schools.length === 0) return
  const rows = schools.map(({ id }) => ({ schemeId, membershipId: id }))
  await tx.insertInto('schemeMembers').values(rows).execute()
}
