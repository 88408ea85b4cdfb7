import type { Actor } from '../../../platform/action.ts'
import { type Refusals, refusing } from '../../../platform/constraint.ts'
import type { AcademicYear } from '../../../platform/day.ts'
import { notFound, notPossible, permit } from '../../../platform/refusal.ts'
import { correct, remove } from '../../../platform/revision.ts'
import type { Priced } from '../tables.ts'
import { mayKeepPrices, wrongWith } from './rules.ts'

export type PriceFilled = {
  what: Priced
  courseId: number | null
  packageId: number | null
  pence: number
  source: string
  fromYear: AcademicYear
}

const kept: Refusals = {
  known_prices_once: {
    says: 'A price of this is known from that year already: correct that one instead',
    field: 'fromYear',
  },
  known_prices_course_id_fkey: { says: 'That course is not recorded any more', field: 'courseId' },
  known_prices_package_id_fkey: { says: 'That package is not recorded any more', field: 'packageId' },
}

/** Records what something costs elsewhere, with where that is known from; it holds until a later year says otherwise. */
export async function addPrice(by: Actor, filled: PriceFilled): Promise<number> {
  permit(mayKeepPrices(by.who))
  refuseWrong(filled)
  return by.act({ did: 'added a known price', subject: (id: number) => `subscriptions/prices/${id}` }, (tx) =>
    refusing(
      kept,
      async () =>
        (await tx.insertInto('knownPrices').values(filled).returning('id').executeTakeFirstOrThrow()).id,
    ),
  )
}

type Row = { id: number; version: number }

export async function correctPrice(by: Actor, row: Row, filled: PriceFilled): Promise<void> {
  permit(mayKeepPrices(by.who))
  refuseWrong(filled)
  await by.act({ did: 'corrected a known price', subject: `subscriptions/prices/${row.id}` }, (tx, by) =>
    refusing(kept, () => correct(tx, by, 'knownPrices', row, filled)),
  )
}

/** Takes a price out, as when its source turns out to be wrong; what stood is kept among the revisions. */
export async function removePrice(by: Actor, row: Row): Promise<void> {
  permit(mayKeepPrices(by.who))
  await by.act(
    { did: 'removed a known price', subject: `subscriptions/prices/${row.id}` },
    async (tx, by) => {
      const found = await tx
        .selectFrom('knownPrices')
        .select('id')
        .where('id', '=', row.id)
        .executeTakeFirst()
      if (!found) throw notFound()
      await remove(tx, by, 'knownPrices', row)
    },
  )
}

function refuseWrong(filled: PriceFilled) {
  const wrong = wrongWith(filled)
  if (wrong) throw notPossible(wrong.says, wrong.field)
}
