import { permit } from '../../platform/refusal.ts'
import { list, rooms } from '../../platform/web.tsx'
import { groupsSeen, maySeeGroups } from '../rules.ts'
import { mandates as listing, MandatesPage, mandateFilter } from './pages.tsx'
import { mandatesListed } from './queries.ts'

export const mandates = rooms()

mandates.get('/', (c) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  return list(c, {
    of: listing,
    filter: mandateFilter,
    sort: 'group',
    name: 'mandates',
    rows: (asked) => mandatesListed(by.db, asked, { seen: groupsSeen(by.who), on: by.today }),
    page: (shown) => <MandatesPage {...shown} />,
  })
})
