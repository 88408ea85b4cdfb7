import { groupOptions } from '../../groups/queries.ts'
import { groupsSeen, maySeeGroups } from '../../groups/rules.ts'
import { permit } from '../../platform/refusal.ts'
import { type Asked, list, rooms } from '../../platform/web.tsx'
import { openingsWritten } from '../confidential/openings.ts'
import { found, foundFile, SearchPage, searchForm } from './pages.tsx'
import { searched } from './queries.ts'

export const meetingSearch = rooms()

meetingSearch.get('/search', async (c: Asked) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const form = searchForm(await groupOptions(by.db, groupsSeen(by.who)))
  return list(c, {
    of: c.req.query('format') === 'csv' ? foundFile : found,
    filter: form,
    sort: '-best',
    name: 'found-in-meetings',
    rows: async (asked) => {
      const shown = await searched(by.db, by.who, asked)
      const items = shown.rows.flatMap(({ itemId, partB }) =>
        itemId === null ? [] : [{ id: itemId, partB }],
      )
      const once = [...new Map(items.map((item) => [item.id, item])).values()]
      await openingsWritten(by, once, 'search')
      return shown
    },
    page: (shown) => <SearchPage {...{ shown, form }} asked={!!c.req.query('words')?.trim()} />,
  })
})
