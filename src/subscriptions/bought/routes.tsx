import { academicYearOf, yearName, yearTyped } from '../../platform/day.ts'
import { pdf } from '../../platform/pdf.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, file, idOf, type ListAsked, list, rooms, show } from '../../platform/web.tsx'
import { mayOpenMoneyOf } from '../invoices/rules.ts'
import { costsOf } from './costs.ts'
import { opens } from './opens.ts'
import { BoughtPage, type SchoolsFilter, SchoolsPage, schoolsFilter, schoolsList } from './pages.tsx'
import { knownPrices } from './prices/queries.ts'
import { mayKeepPrices } from './prices/rules.ts'
import { printedBought } from './print.ts'
import { boughtIn, type SchoolRow, schoolAsked, schoolsIn } from './queries.ts'
import {
  mayReadAnyBought,
  mayReadBought,
  mayReadBoughtOfAll,
  ownBought,
  spanOf,
  yearsOfMember,
} from './rules.ts'
import type { Told } from './words.ts'

export const bought = rooms()

/** Those of one school find its page here, of several a list of theirs; the office every school. */
bought.get('/', async (c) => {
  const { by } = c.var
  permit(mayReadAnyBought(by.who))
  const ofAll = mayReadBoughtOfAll(by.who)
  const own = ownBought(by.who)
  const [first] = own
  if (!ofAll && own.length === 1 && first !== undefined) return pageOf(c, first)
  const year = yearTyped(c.req.query('year') ?? '') ?? academicYearOf(by.today)
  const all = await schoolsIn(by.db, year, ofAll ? undefined : own)
  return list(c, {
    of: schoolsList(year),
    filter: schoolsFilter,
    sort: 'name',
    name: `what-the-subscription-bought-${yearName(year)}`,
    rows: async (asked) => among(all, asked),
    page: (shown) => <SchoolsPage {...shown} {...{ year }} keepsPrices={mayKeepPrices(by.who)} />,
  })
})

function among(all: SchoolRow[], { filter, limit, offset }: ListAsked<SchoolsFilter>) {
  const words = filter.words?.toLowerCase()
  const rows = all.filter(({ name }) => !words || name.toLowerCase().includes(words))
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}

bought.get('/:membership', (c) => pageOf(c, idOf(c, 'membership')))

bought.get('/:membership/pdf', async (c) => {
  const { told } = await asked(c, idOf(c, 'membership'))
  const name = `What the subscription bought, ${told.school.shortName} ${yearName(told.year)}.pdf`
  return file(c, await pdf(printedBought(told, c.var.frame.alliance.name)), name, 'application/pdf')
})

async function pageOf(c: Asked, id: number) {
  const { who } = c.var.by
  const { told, years } = await asked(c, id)
  const { school, year } = told
  return show(
    c,
    <BoughtPage
      {...told}
      {...{ years }}
      money={mayOpenMoneyOf(who, school.id)}
      opens={opens(who, { id: school.id, shortName: school.shortName, year })}
      up={
        mayReadBoughtOfAll(who) || ownBought(who).length > 1
          ? { href: `/subscriptions/bought?year=${yearName(year)}`, says: 'What the subscription bought' }
          : null
      }
    />,
  )
}

/** A school's year, the latest in which it was a member where none is asked for. @throws Refusal not found. */
async function asked(c: Asked, id: number) {
  const { by } = c.var
  permit(mayReadAnyBought(by.who))
  if (!mayReadBought(by.who, id)) throw notFound()
  const school = await schoolAsked(by.db, id)
  const years = yearsOfMember(school, by.today)
  const year = yearTyped(c.req.query('year') ?? '') ?? years[0]
  if (year === undefined || !years.includes(year)) throw notFound()
  const span = spanOf(school, year, by.today)
  const [{ bought, agreedPence }, prices] = await Promise.all([
    boughtIn(by.totals, { membershipId: id, year, span }),
    knownPrices(by.db),
  ])
  const costs = costsOf(bought, prices, year)
  const told: Told = { school, year, span, bought, agreedPence, costs, today: by.today }
  return { told, years }
}
