import { sql } from 'kysely'
import { addSchool } from '../members/actions.ts'
import { convert } from '../members/conversion.ts'
import { schoolByUrn } from '../members/queries.ts'
import type { School } from '../members/tables.ts'
import type { Actor } from '../platform/action.ts'
import { addDays, type Day } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { notFound, notPossible, permit, Refusal } from '../platform/refusal.ts'
import { correct, Stale } from '../platform/revision.ts'
import { type ChangeRow, change, waiting } from './queries.ts'
import { mayKeepRegister } from './rules.ts'
import { type Entry, type EntryField, entryFields } from './tables.ts'

/** Does what the register proposes, once; a succession begins on the day that is given, or that is known. */
export async function approve(by: Actor, id: number, fromOn?: Day): Promise<number> {
  permit(mayKeepRegister(by.who))
  const deed = { did: 'approved a change from the register', subject: `register/changes/${id}` }
  return by.act(deed, async (tx, by) => {
    const found = await undecided(tx, id)
    await apply[found.kind](tx, by, found, fromOn).catch(explained)
    await decide(tx, by, found, true)
    return found.importId
  })
}

/** Leaves things as they are here; the same is not proposed again. */
export async function leave(by: Actor, id: number): Promise<number> {
  permit(mayKeepRegister(by.who))
  const deed = { did: 'left a change from the register', subject: `register/changes/${id}` }
  return by.act(deed, async (tx, by) => {
    const found = await undecided(tx, id)
    await decide(tx, by, found, false)
    return found.importId
  })
}

/** Approves one after another what can be approved without asking; the rest waits. */
export async function approveAll(by: Actor, importId: number): Promise<{ approved: number; left: number }> {
  permit(mayKeepRegister(by.who))
  return by.together(async (tx, by) => {
    const done = { approved: 0, left: 0 }
    for (const { id, kind, effectiveOn } of await waiting(tx, importId)) {
      const approved = kind === 'successor' && !effectiveOn ? false : await tried(() => approve(by, id))
      if (approved) done.approved++
      else done.left++
    }
    return done
  })
}

async function tried(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

export async function leaveAll(by: Actor, importId: number): Promise<void> {
  permit(mayKeepRegister(by.who))
  await by.together(async (tx, by) => {
    for (const { id } of await waiting(tx, importId)) await leave(by, id)
  })
}

async function undecided(tx: Writer, id: number): Promise<ChangeRow> {
  await tx.selectFrom('registerChanges').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  const found = await change(tx, id)
  if (found.approved !== null) throw notPossible('Somebody has already decided on this change')
  return found
}

async function decide(tx: Writer, by: Actor, { id, importId }: ChangeRow, approved: boolean) {
  await tx
    .updateTable('registerChanges')
    .set({ approved, decidedBy: by.who.personId, decidedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()
  const next = tx.selectFrom('registerChanges').select('id').where('importId', '=', importId)
  if (!(await next.where('approved', 'is', null).limit(sql.lit(1)).executeTakeFirst()))
    await tx
      .updateTable('imports')
      .set({ state: 'applied', finishedAt: sql<Date>`now()` })
      .where('id', '=', importId)
      .execute()
}

function explained(error: unknown): never {
  throw error instanceof Stale ? changedSince() : error
}
const changedSince = () =>
  notPossible('This was changed here after the file was read. Read the file again to see what still differs')

type Apply = (tx: Writer, by: Actor, found: ChangeRow, fromOn?: Day) => Promise<unknown>

const apply: Record<ChangeRow['kind'], Apply> = {
  field: applyField,
  successor: applySuccessor,
  predecessor: applyPredecessor,
  new: applyNew,
  trust: applyTrust,
}

const numeric: readonly EntryField[] = ['lowAge', 'highAge', 'pupils']

async function applyField(tx: Writer, by: Actor, { urn, field, was, becomes, details }: ChangeRow) {
  const school = urn === null ? undefined : await schoolByUrn(tx, urn)
  if (!school || becomes === null || !Object.hasOwn(entryFields, field)) throw notFound()
  const row = { urn: school.urn, version: school.version }
  if (field === 'trust') {
    const trustId = await trustNamed(tx, becomes, (details as { uid?: string }).uid)
    return correct(tx, by, 'schools', row, { trustId })
  }
  const now = school[field as keyof School]
  if (String(now ?? '') === becomes) return
  if (String(now ?? '') !== (was ?? '')) throw changedSince()
  const value = numeric.includes(field as EntryField) ? Number(becomes) : becomes
  return correct(tx, by, 'schools', row, { [field]: value })
}

/** The register writes trusts in capitals as often as not; a trust known here keeps its name. */
async function trustNamed(tx: Writer, name: string, uid?: string): Promise<number> {
  const known = await tx
    .selectFrom('trusts')
    .select('id')
    .where((eb) =>
      eb.or([eb(sql`lower(name)`, '=', name.toLowerCase()), ...(uid ? [eb('uid', '=', uid)] : [])]),
    )
    .executeTakeFirst()
  if (known) return known.id
  const added = { name, uid: uid ?? null }
  const { id } = await tx.insertInto('trusts').values(added).returning('id').executeTakeFirstOrThrow()
  return id
}

async function detailsOf(tx: Writer, details: unknown): Promise<Partial<School>> {
  const { trust, ...entry } = details as Entry
  return { ...entry, ...(trust ? { trustId: await trustNamed(tx, trust) } : {}) }
}

async function applySuccessor(tx: Writer, by: Actor, found: ChangeRow, chosenOn?: Day) {
  const { urn, becomes, effectiveOn, details } = found
  const bearing = await tx
    .selectFrom('members')
    .select(['id', 'name', 'shortName', 'type', 'trustId', 'urn'])
    .where('urn', '=', urn)
    .orderBy('joinedOn', 'desc')
    .executeTakeFirst()
  if (!bearing)
    throw notPossible(`No membership bears ${urn} now. If it converted before, approve that change first`)
  const fromOn = chosenOn ?? effectiveOn ?? (await dayAfterClosing(tx, bearing.urn))
  if (!fromOn) throw notPossible('Enter the first day under the new URN', 'fromOn')
  const { name, shortName, type, trustId } = bearing
  const known = await detailsOf(tx, details)
  await convert(by, bearing.id, { name, shortName, type, trustId, ...known, urn: Number(becomes), fromOn })
}

async function dayAfterClosing(tx: Writer, urn: number): Promise<Day | null> {
  const closedOn = (await schoolByUrn(tx, urn))?.closedOn
  return closedOn ? addDays(closedOn, 1) : null
}

async function applyPredecessor(tx: Writer, _by: Actor, { urn, field, becomes, effectiveOn }: ChangeRow) {
  if (urn === null) throw notFound()
  await tx
    .insertInto('schoolLinks')
    .values({ urn, linkUrn: Number(becomes), linkType: field, establishedOn: effectiveOn })
    .onConflict((row) => row.doNothing())
    .execute()
}

async function applyNew(tx: Writer, _by: Actor, { urn, becomes, details }: ChangeRow) {
  if (urn === null || becomes === null) throw notFound()
  if (await schoolByUrn(tx, urn)) return
  const known = await detailsOf(tx, details)
  await addSchool(tx, { name: becomes, shortName: becomes.slice(0, 40), ...known, urn })
}

async function applyTrust(tx: Writer, by: Actor, { trustId, field, was, becomes }: ChangeRow) {
  const trust = await tx.selectFrom('trusts').selectAll().where('id', '=', trustId).executeTakeFirst()
  if (!trust || becomes === null || (field !== 'uid' && field !== 'name')) throw notFound()
  if ((trust[field] ?? '') !== (was ?? '')) throw changedSince()
  const row = { id: trust.id, version: trust.version }
  await correct(tx, by, 'trusts', row, { [field]: becomes })
}
