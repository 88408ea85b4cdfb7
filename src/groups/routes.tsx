import { meetingsOfGroup, yearsOfGroup } from '../meetings/queries.ts'
import { mayKeepMeeting } from '../meetings/rules.ts'
import { personOptions } from '../people/queries.ts'
import type { Actor } from '../platform/action.ts'
import { academicYearOf, yearTyped } from '../platform/day.ts'
import { FormPage } from '../platform/form-page.tsx'
import { among, History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { addGroup, correctGroup } from './actions.ts'
import { GroupPage, GroupsPage, groupFilter, groupForm, groups as listing } from './pages.tsx'
import { group, groupsListed } from './queries.ts'
import { groupsSeen, mayKeepGroups, maySeeGroups } from './rules.ts'

export const groups = rooms()

groups.get('/', (c) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const year = academicYearOf(by.today)
  return list(c, {
    of: listing(year),
    filter: groupFilter,
    sort: 'name',
    name: 'groups',
    rows: (asked) => groupsListed(by.db, asked, { seen: groupsSeen(by.who), year }),
    page: (shown) => <GroupsPage {...shown} year={year} keeps={mayKeepGroups(by.who)} />,
  })
})

groups.on(['get', 'post'], '/new', async (c) => {
  permit(mayKeepGroups(c.var.by.who))
  const form = groupForm(await personOptions(c.var.by.db))
  return fillIn(c, form, {
    page: (answers) => <FormPage {...{ form, answers }} title="Add a group" up="/groups" />,
    save: async (filled, by) => `/groups/${await addGroup(by, filled)}?did=added`,
  })
})

groups.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const found = await group(by.db, idOf(c), groupsSeen(by.who))
  const present = academicYearOf(by.today)
  const year = yearTyped(c.req.query('year') ?? '') ?? present
  const met = await yearsOfGroup(by.db, found.id)
  const years = [...new Set([...met, present, year])].sort((a, b) => b - a)
  const meetings = await meetingsOfGroup(by.db, found.id, year)
  const keeps = mayKeepGroups(by.who)
  const history = keeps && (await historyOf(by, found.id))
  const keepsMeetings = mayKeepMeeting(by.who, [found])
  return show(c, <GroupPage group={found} {...{ year, years, meetings, keeps, keepsMeetings, history }} />)
})

async function historyOf({ db }: Actor, id: number) {
  const before = await revisions(db, 'groups', id)
  const people = before.length > 0 ? await personOptions(db) : []
  return <History of={before} says={{ leadId: among('lead', people) }} />
}

groups.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  permit(mayKeepGroups(by.who))
  const id = idOf(c)
  const form = groupForm(await personOptions(by.db))
  return fillIn(c, form, {
    current: async () => form.blank(await group(by.db, id, 'all')),
    page: (answers) => <FormPage {...{ form, answers }} title="Correct this group" up={`/groups/${id}`} />,
    save: async (changes, by, version) => {
      await correctGroup(by, { id, version }, changes)
      return `/groups/${id}?did=saved`
    },
  })
})
