import { type AcademicYear, academicYearOf } from '../platform/day.ts'
import { permit } from '../platform/refusal.ts'
import { type Asked, list, rooms, show } from '../platform/web.tsx'
import { isOffice, moneyOf } from '../platform/who.ts'
import { trustOf } from './accounts/queries.ts'
import { OwnPage } from './own-page.tsx'
import { OfficePage, yearFilter, yearList } from './pages.tsx'
import { officePlaces } from './places.ts'
import { type OfficeYear, officeYear, type SchoolYears, schoolYears } from './queries.ts'
import { chairedBy, maySeeSubscription, type YearRow, yearStates } from './rules.ts'
import { billingSettings } from './settings/queries.ts'

type Has = (href: string) => boolean

/** Where the subscription begins. `has` says whether this site has a page at an address. */
export function subscriptions({ has }: { has: Has }) {
  const routes = rooms()
  routes.get('/', (c) => {
    const { who } = c.var.by
    permit(maySeeSubscription(who))
    return isOffice(who) ? forOffice(c, has) : forSchool(c, has)
  })
  return routes
}

async function forOffice(c: Asked, has: Has) {
  const { db, today } = c.var.by
  let year = academicYearOf(today)
  let all: OfficeYear | undefined
  return list(c, {
    of: yearList,
    filter: yearFilter,
    sort: 'school',
    name: 'subscriptions',
    rows: async ({ filter, order, limit, offset }) => {
      year = filter.year ?? year
      all = await officeYear(db, year, today)
      const words = (filter.words ?? '').toLowerCase()
      const found = all.rows
        .filter(
          ({ school, state }) => school.toLowerCase().includes(words) && (filter.state ?? state) === state,
        )
        .sort(sortedBy[order.sort] ?? byName)
      if (order.descending) found.reverse()
      return { rows: found.slice(offset, offset + limit), total: found.length }
    },
    page: (shown) => <OfficePage {...shown} {...{ year, places: placesHere(has) }} all={all as OfficeYear} />,
  })
}

const byName = (a: YearRow, b: YearRow) => (a.school < b.school ? -1 : a.school > b.school ? 1 : 0)
const states = Object.keys(yearStates)
const sortedBy: Record<string, (a: YearRow, b: YearRow) => number> = {
  invoiced: (a, b) => a.invoicedPence - b.invoicedPence || byName(a, b),
  owed: (a, b) => a.owedPence - b.owedPence || byName(a, b),
  state: (a, b) => states.indexOf(a.state) - states.indexOf(b.state) || byName(a, b),
}

const placesHere = (has: Has) =>
  officePlaces
    .map(({ title, places }) => ({ title, places: places.filter(({ href }) => has(href)) }))
    .filter(({ places }) => places.length > 0)

/** A school’s own, to those who open its money; to those who chair it how it stands, and no row of it. */
async function forSchool(c: Asked, has: Has) {
  const { who, db, totals, today } = c.var.by
  const year = academicYearOf(today)
  const own = moneyOf(who)
  const chairs = chairedBy(who).filter((id) => !own.includes(id))
  const before = (year - 1) as AcademicYear
  const [schools, chaired, seller] = await Promise.all([
    schoolYears(db, own, { years: [year], today }),
    schoolYears(totals, chairs, { years: [year, before], today }),
    billingSettings(db),
  ])
  const trusts = await wholeTrusts(c, schools)
  return show(c, <OwnPage {...{ year, today, schools, chaired, seller, has, trusts }} />)
}

/** Trusts of several schools, all of which this person may open. */
async function wholeTrusts(c: Asked, schools: SchoolYears[]) {
  const ids = new Set(schools.flatMap(({ trustId }) => trustId ?? []))
  const trusts = await Promise.all([...ids].map((id) => trustOf(c.var.by.db, id)))
  return trusts
    .filter(
      (trust) =>
        trust.schools.length > 1 && trust.schools.every(({ id }) => schools.some((one) => one.id === id)),
    )
    .map(({ id, name }) => ({ href: `/subscriptions/trusts/${id}`, says: `Statement of account of ${name}` }))
}
