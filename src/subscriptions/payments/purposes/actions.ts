import type { Actor } from '../../../platform/action.ts'
import { type Refusals, refusing } from '../../../platform/constraint.ts'
import { permit } from '../../../platform/refusal.ts'
import { correct } from '../../../platform/revision.ts'
import { mayKeepPayments } from '../rules.ts'

type Filled = { name: string }

const once: Refusals = {
  purposes_name: { says: 'There is a purpose of this name already', field: 'name' },
}

export async function addPurpose(by: Actor, { name }: Filled): Promise<number> {
  permit(mayKeepPayments(by.who))
  return by.act({ did: 'added a purpose', subject: (id: number) => `subscriptions/purposes/${id}` }, (tx) =>
    refusing(
      once,
      async () =>
        (await tx.insertInto('purposes').values({ name }).returning('id').executeTakeFirstOrThrow()).id,
    ),
  )
}

/** Names a purpose otherwise, also for all that was spent on it before. */
export async function renamePurpose(
  by: Actor,
  row: { id: number; version: number },
  { name }: Filled,
): Promise<void> {
  permit(mayKeepPayments(by.who))
  await by.act({ did: 'renamed a purpose', subject: `subscriptions/purposes/${row.id}` }, (tx, by) =>
    refusing(once, () => correct(tx, by, 'purposes', row, { name })),
  )
}
