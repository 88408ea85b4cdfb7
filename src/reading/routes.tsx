import { permit } from '../platform/refusal.ts'
import { list, nameIn, rooms, show } from '../platform/web.tsx'
import { CohortPage, CohortsPage, cohortFilter, cohorts, figuresFor } from './pages.tsx'
import { cohort, cohortsListed } from './queries.ts'
import { mayKeepReading, maySeeCohorts, maySeePupils } from './rules.ts'
import { tests } from './tests/routes.tsx'

export const reading = rooms()

reading.get('/', (c) => {
  const { by } = c.var
  permit(maySeeCohorts(by.who))
  const keeps = mayKeepReading(by.who)
  const of = cohorts(by.who)
  return list(c, {
    of,
    filter: cohortFilter,
    sort: '-began',
    name: 'reading-cohorts',
    rows: (asked) => cohortsListed(by.totals, asked),
    page: (shown) => <CohortsPage {...shown} of={of} keeps={keeps} />,
  })
})

reading.get('/:cohort', async (c) => {
  const { by } = c.var
  permit(maySeeCohorts(by.who))
  const found = await cohort(by.totals, nameIn(c, 'cohort'))
  const opens = maySeePupils(by.who, found.schools)
  return show(c, <CohortPage cohort={found} figures={figuresFor(by.who, found)} opens={opens} />)
})

reading.route('/', tests)
