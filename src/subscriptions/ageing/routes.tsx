import { permit } from '../../platform/refusal.ts'
import { list, rooms } from '../../platform/web.tsx'
import { mayIssue } from '../invoices/rules.ts'
import { AgeingPage, ageingFilter, ageingList } from './pages.tsx'
import { owingOn } from './queries.ts'
import { type Aged, aged } from './rules.ts'

/** Aged debt, school by school: the office’s. */
export const ageing = rooms()

ageing.get('/', (c) => {
  const { by } = c.var
  permit(mayIssue(by.who))
  let all: Aged[] = []
  let on = by.today
  return list(c, {
    of: ageingList,
    filter: ageingFilter,
    sort: 'school',
    name: 'aged-debt',
    rows: async ({ filter, order, limit, offset }) => {
      on = filter.on ?? by.today
      all = aged(await owingOn(by.db, on), on)
      const words = (filter.words ?? '').toLowerCase()
      const found = all.filter(({ school }) => school.toLowerCase().includes(words))
      const sorted = order.sort === 'total' ? found.sort((a, b) => a.totalPence - b.totalPence) : found
      if (order.descending) sorted.reverse()
      return { rows: sorted.slice(offset, offset + limit), total: sorted.length }
    },
    page: (shown) => <AgeingPage {...shown} on={on} all={all} />,
  })
})
