import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { remove, restore } from '../../platform/revision.ts'
import { contribution, type HubRow, note } from '../queries.ts'
import { mayKeepHub } from '../rules.ts'

/** What the keepers of a hub take off its page and put back. */
export const kinds = {
  notes: { table: 'hubNotes', name: 'hub_notes', is: 'a hub’s note', row: note },
  contributions: {
    table: 'hubContributions',
    name: 'hub_contributions',
    is: 'a contribution to a hub',
    row: contribution,
  },
} as const
export type Kind = keyof typeof kinds

export async function takeOff(by: Actor, hub: HubRow, kind: Kind, id: number) {
  permit(mayKeepHub(by.who, hub))
  const { table, is, row } = kinds[kind]
  await by.act({ did: `removed ${is}`, subject: `hubs/${hub.id}/${kind}/${id}` }, async (tx, by) => {
    const { version } = await row(tx, hub.id, id)
    await remove(tx, by, table, { id, version })
  })
}

export async function putBack(by: Actor, hub: HubRow, kind: Kind, id: number) {
  permit(mayKeepHub(by.who, hub))
  const { table, is } = kinds[kind]
  await by.act({ did: `put back ${is}`, subject: `hubs/${hub.id}/${kind}/${id}` }, async (tx) => {
    if (!(await wasHere(tx, hub.id, kind, id))) throw notFound()
    await restore(tx, table, id)
  })
}

async function wasHere(tx: Writer, groupId: number, kind: Kind, id: number): Promise<boolean> {
  const { rows } = await sql`select from revisions where table_name = ${kinds[kind].name} and row_id = ${id}
    and before @> jsonb_build_object('group_id', ${groupId}::bigint) limit 1`.execute(tx)
  return rows.length > 0
}
