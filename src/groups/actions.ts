import type { Actor } from '../platform/action.ts'
import { permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { mayKeepGroups } from './rules.ts'
import type { GroupKind } from './tables.ts'

export type GroupFilled = { name: string; kind: GroupKind; subject: string | null; leadId: number | null }

/** Sets up a group. Whoever leads it may from now on keep its meetings. */
export async function addGroup(by: Actor, filled: GroupFilled): Promise<number> {
  permit(mayKeepGroups(by.who))
  return by.act({ did: 'added a group', subject: (id: number) => `groups/${id}` }, async (tx) => {
    const { id } = await tx
      .insertInto('groups')
      .values({ ...filled, ref: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
}

/** Corrects a group as it stood at this version; a lead who is replaced no longer keeps its meetings. */
export async function correctGroup(by: Actor, row: { id: number; version: number }, filled: GroupFilled) {
  permit(mayKeepGroups(by.who))
  await by.act({ did: 'corrected a group', subject: `groups/${row.id}` }, (tx, by) =>
    correct(tx, by, 'groups', row, filled),
  )
}
