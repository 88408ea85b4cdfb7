import { yearName } from '../../../platform/day.ts'
import { History } from '../../../platform/history.tsx'
import { permit } from '../../../platform/refusal.ts'
import { revisions } from '../../../platform/revision.ts'
import {
  type Asked,
  fillIn,
  idOf,
  type ListAsked,
  list,
  press,
  rooms,
  sentBy,
} from '../../../platform/web.tsx'
import { addPrice, correctPrice, removePrice } from './actions.ts'
import {
  type PriceFilter,
  PriceFormPage,
  PricesPage,
  priceFilter,
  priceForm,
  pricesList,
  saysOfPrices,
} from './pages.tsx'
import { courseOptions, knownPrices, type PriceRow, packageOptions, price } from './queries.ts'
import { mayKeepPrices } from './rules.ts'

export const prices = rooms()

prices.get('/', (c) => {
  const { by } = c.var
  permit(mayKeepPrices(by.who))
  return list(c, {
    of: pricesList,
    filter: priceFilter,
    sort: 'what',
    name: 'known-prices',
    rows: async (asked) => among(await knownPrices(by.db), asked),
    page: (shown) => <PricesPage {...shown} />,
  })
})

function among(all: PriceRow[], { filter, limit, offset }: ListAsked<PriceFilter>) {
  const rows = all.filter(({ what }) => !filter.what || what === filter.what)
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}

async function formOf(c: Asked) {
  const { db } = c.var.by
  const [courses, packages] = await Promise.all([courseOptions(db), packageOptions(db)])
  return { form: priceForm(courses, packages), says: saysOfPrices(courses, packages) }
}

prices.on(['get', 'post'], '/new', async (c) => {
  permit(mayKeepPrices(c.var.by.who))
  const { form } = await formOf(c)
  return fillIn(c, form, {
    page: (answers) => <PriceFormPage of={form} {...{ answers }} title="Add a price" />,
    save: async (filled, by) => {
      await addPrice(by, filled)
      return '/subscriptions/prices?did=added'
    },
  })
})

prices.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  permit(mayKeepPrices(by.who))
  const found = await price(by.db, idOf(c))
  const [{ form, says }, before] = await Promise.all([formOf(c), revisions(by.db, 'knownPrices', found.id)])
  return fillIn(c, form, {
    current: async () => form.blank(typed(await price(by.db, found.id))),
    page: (answers) => (
      <PriceFormPage
        of={form}
        {...{ answers }}
        title="Correct a price"
        remove={found}
        history={<History of={before} says={says} />}
      />
    ),
    save: async (filled, by, version) => {
      await correctPrice(by, { id: found.id, version }, filled)
      return '/subscriptions/prices?did=saved'
    },
  })
})

/** As it would be typed. */
const typed = ({ pence, fromYear, ...row }: PriceRow) => ({
  ...row,
  pence: (pence / 100).toFixed(2),
  fromYear: yearName(fromYear),
})

prices.post('/:id/remove', async (c) => {
  permit(mayKeepPrices(c.var.by.who))
  const version = Number((await sentBy(c)).get('form-version') ?? 0)
  return press(c, async (by) => {
    await removePrice(by, { id: idOf(c), version })
    return '/subscriptions/prices?did=removed'
  })
})
