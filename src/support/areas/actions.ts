import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { area } from './queries.ts'
import { mayKeepAreas } from './rules.ts'

export type AreaFilled = { name: string }

const once: Refusals = {
  support_areas_name: {
    says: 'There is an area of this name already. If it is retired, bring it back instead',
    field: 'name',
  },
}

export async function addArea(by: Actor, { name }: AreaFilled): Promise<number> {
  permit(mayKeepAreas(by.who))
  return by.act({ did: 'added an area of support', subject: (id: number) => `support/areas/${id}` }, (tx) =>
    refusing(once, async () => {
      const values = { name, retiredAt: null }
      return (await tx.insertInto('supportAreas').values(values).returning('id').executeTakeFirstOrThrow()).id
    }),
  )
}

/** Gives an area another name; what was asked for and offered in it stays in it. */
export async function renameArea(
  by: Actor,
  row: { id: number; version: number },
  { name }: AreaFilled,
): Promise<void> {
  permit(mayKeepAreas(by.who))
  await by.act({ did: 'renamed an area of support', subject: `support/areas/${row.id}` }, (tx, by) =>
    refusing(once, () => correct(tx, by, 'supportAreas', row, { name })),
  )
}

/** A retired area is offered to nobody any more; records that have it keep it. */
export const retireArea = (by: Actor, id: number) =>
  set(by, id, { did: 'retired an area of support', retired: true })
export const bringBackArea = (by: Actor, id: number) =>
  set(by, id, { did: 'brought back an area of support', retired: false })

async function set(by: Actor, id: number, { did, retired }: { did: string; retired: boolean }) {
  permit(mayKeepAreas(by.who))
  await by.act({ did, subject: `support/areas/${id}` }, async (tx) => {
    const { retiredAt } = await area(tx, id)
    if ((retiredAt !== null) === retired) return
    await tx
      .updateTable('supportAreas')
      .set((eb) => ({ retiredAt: retired ? new Date() : null, version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute()
  })
}
