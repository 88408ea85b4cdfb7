import { sql } from 'kysely'
import type { Actor } from '../platform/action.ts'
import type { Day } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { notFound, notPossible, permit } from '../platform/refusal.ts'
import { correct, remove, restore } from '../platform/revision.ts'
import { leadChange, mayKeepGroups } from './rules.ts'
import { postWelcome } from './succession/letter.ts'
import type { GroupKind } from './tables.ts'

export type GroupFilled = {
  name: string
  kind: GroupKind
  subject: string | null
  examBoard: string | null
  purpose: string | null
  leadId: number | null
  leadFrom: Day | null
  reportsTo: number | null
}

/**
 * Sets up a group. Whoever leads it may from now on keep its meetings, and is written to. `site` is where this
 * alliance's pages are on the web.
 */
export async function addGroup(by: Actor, filled: GroupFilled, site: string): Promise<number> {
  permit(mayKeepGroups(by.who))
  notAhead(by, filled)
  return by.act({ did: 'added a group', subject: (id: number) => `groups/${id}` }, async (tx) => {
    const leadFrom = filled.leadId === null ? null : (filled.leadFrom ?? by.today)
    const { id } = await tx
      .insertInto('groups')
      .values({ ...filled, leadFrom, ref: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (filled.leadId !== null) await postWelcome(tx, by, { id, ...filled }, site)
    return id
  })
}

/**
 * Corrects a group as it stood at this version. A lead who is replaced no longer keeps its meetings: until when they
 * led it is kept, and the new lead is sent the succession pack.
 */
export async function correctGroup(
  by: Actor,
  row: { id: number; version: number },
  filled: GroupFilled,
  site: string,
) {
  permit(mayKeepGroups(by.who))
  if (filled.reportsTo === row.id)
    throw notPossible('Choose another group: a group does not report to itself', 'reportsTo')
  notAhead(by, filled)
  await by.act({ did: 'corrected a group', subject: `groups/${row.id}` }, async (tx, by) => {
    const before = await leadOf(tx, row.id)
    const { leadFrom, ended } = leadChange(before, filled, by.today)
    await correct(tx, by, 'groups', row, { ...filled, leadFrom })
    if (before.leadId === filled.leadId) return
    await tx.updateTable('groups').set({ leadFrom }).where('id', '=', row.id).execute()
    if (ended)
      await tx
        .insertInto('groupLeads')
        .values({ groupId: row.id, ...ended })
        .execute()
    if (filled.leadId !== null) await postWelcome(tx, by, { id: row.id, ...filled }, site)
  })
}

/** Whoever is named as lead may keep the group at once, so nobody leads it from a day to come. */
function notAhead({ today }: Actor, { leadFrom }: GroupFilled) {
  if (leadFrom !== null && leadFrom > today)
    throw notPossible('Enter today or a day before: a new lead is named on the day they begin', 'leadFrom')
}

async function leadOf(tx: Writer, id: number) {
  const found = await tx
    .selectFrom('groups')
    .select(['leadId', 'leadFrom'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** Takes a former lead off who was entered by mistake; it can be put back. */
export async function removeLead(by: Actor, groupId: number, id: number) {
  permit(mayKeepGroups(by.who))
  await by.act({ did: 'removed a former lead', subject: `groups/${groupId}` }, async (tx, by) => {
    const found = await tx
      .selectFrom('groupLeads')
      .select('version')
      .where('id', '=', id)
      .where('groupId', '=', groupId)
      .executeTakeFirst()
    if (!found) throw notFound()
    await remove(tx, by, 'groupLeads', { id, version: found.version })
  })
}

export async function restoreLead(by: Actor, groupId: number, id: number) {
  permit(mayKeepGroups(by.who))
  await by.act({ did: 'put back a former lead', subject: `groups/${groupId}` }, async (tx) => {
    const { rows } = await sql<{ id: number }>`select row_id as id from revisions
      where table_name = 'group_leads' and row_id = ${id} and before @> ${JSON.stringify({ group_id: groupId })}::jsonb`.execute(
      tx,
    )
    if (rows.length === 0) throw notFound()
    await restore(tx, 'groupLeads', id)
  })
}
