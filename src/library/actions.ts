import type { Actor } from '../platform/action.ts'
import type { Day } from '../platform/day.ts'
import { permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { mayKeepResources } from './rules.ts'
import type { ResourceKind } from './tables.ts'

export type ResourceFilled = { title: string; kind: ResourceKind; sharedOn: Day; groupId: number | null }

/** Records something that was shared with every member on that day. */
export async function recordResource(by: Actor, filled: ResourceFilled): Promise<number> {
  permit(mayKeepResources(by.who))
  return by.act({ did: 'recorded a resource', subject: (id: number) => `library/${id}` }, async (tx) => {
    const values = { ...filled, ref: null, importId: null }
    const made = await tx.insertInto('resources').values(values).returning('id').executeTakeFirstOrThrow()
    return made.id
  })
}

/** Corrects a resource as it stood at this version, keeping what stood before. */
export async function correctResource(
  by: Actor,
  row: { id: number; version: number },
  filled: ResourceFilled,
) {
  permit(mayKeepResources(by.who))
  await by.act({ did: 'corrected a resource', subject: `library/${row.id}` }, (tx, by) =>
    correct(tx, by, 'resources', row, filled),
  )
}
