import { meetingsOfGroup, yearsOfGroup } from '../meetings/queries.ts'
import { mayKeepMeeting } from '../meetings/rules.ts'
import { personOptions } from '../people/queries.ts'
import type { Actor } from '../platform/action.ts'
import { academicYearOf, yearTyped } from '../platform/day.ts'
import { FormPage } from '../platform/form-page.tsx'
import { among, History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, fillIn, idOf, list, press, rooms, show } from '../platform/web.tsx'
import { addGroup, correctGroup, removeLead, restoreLead } from './actions.ts'
import { GroupPage } from './group-page.tsx'
import { linksOfGroup, linksOfGroups } from './links.ts'
import { mandates } from './mandates/routes.tsx'
import { Members } from './members/pages.tsx'
import { membersOfGroup, removedMembers } from './members/queries.ts'
import { members } from './members/routes.tsx'
import { inOrder } from './members/rules.ts'
import { nominations } from './nominations/routes.tsx'
import { GroupsPage, groupFilter, groupForm, groups as listing } from './pages.tsx'
import {
  formerLeads,
  type GroupShown,
  group,
  groupOptions,
  groupsListed,
  nextMeetingOf,
  removedLeads,
} from './queries.ts'
import { rota } from './rota/routes.tsx'
import { groupsSeen, mayKeepGroups, mayKeepMembers, maySeeGroups } from './rules.ts'
import { succession } from './succession/routes.tsx'

/** The groups and who serves on them. `site` is where this alliance's pages are on the web, for its mail. */
export function groups(site: string) {
  const routes = rooms()
  routes.get('/', listed)
  routes.on(['get', 'post'], '/new', (c) => added(c, site))
  routes.route('/mandates', mandates)
  routes.route('/nominations', nominations(site))
  routes.route('/', rota)
  routes.route('/', members)
  routes.route('/', succession)
  routes.get('/:id', shown)
  routes.on(['get', 'post'], '/:id/correct', (c) => corrected(c, site))
  routes.post('/:id/leads/:row/remove', (c) => pressed(c, removeLead, 'removed'))
  routes.post('/:id/leads/:row/restore', (c) => pressed(c, restoreLead, 'restored'))
  return routes
}

function listed(c: Asked) {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const year = academicYearOf(by.today)
  const links = linksOfGroups(by.who)
  return list(c, {
    of: listing(year),
    filter: groupFilter,
    sort: 'name',
    name: 'groups',
    rows: (asked) => groupsListed(by.db, asked, { seen: groupsSeen(by.who), year }),
    page: (shown) => <GroupsPage {...shown} {...{ year, links }} keeps={mayKeepGroups(by.who)} />,
  })
}

const formNow = async ({ db }: Actor) => groupForm(await personOptions(db), await groupOptions(db, 'all'))

async function added(c: Asked, site: string) {
  permit(mayKeepGroups(c.var.by.who))
  const form = await formNow(c.var.by)
  return fillIn(c, form, {
    page: (answers) => <FormPage {...{ form, answers }} title="Add a group" up="/groups" />,
    save: async (filled, by) => `/groups/${await addGroup(by, filled, site)}?did=added`,
  })
}

async function shown(c: Asked) {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const found = await group(by.db, idOf(c), { seen: groupsSeen(by.who), on: by.today })
  const year = yearTyped(c.req.query('year') ?? '') ?? academicYearOf(by.today)
  const keeps = mayKeepGroups(by.who)
  const [met, meetings, next, former, removed, history] = await Promise.all([
    yearsOfGroup(by.db, found.id),
    meetingsOfGroup(by.db, found.id, year),
    nextMeetingOf(by.db, found.id, by.today),
    formerLeads(by.db, found.id),
    keeps ? removedLeads(by.db, found.id) : [],
    keeps && historyOf(by, found.id),
  ])
  const all = [...new Set([...met, academicYearOf(by.today), year])].sort((a, b) => b - a)
  return show(
    c,
    <GroupPage
      group={found}
      today={by.today}
      years={{ shown: year, all, meetings }}
      leads={{ former, removed }}
      keepsMeetings={mayKeepMeeting(by.who, [found])}
      links={linksOfGroup(by.who, found)}
      members={await membersShown(by, found)}
      {...{ next, keeps, history }}
    />,
  )
}

async function membersShown({ db, who, today }: Actor, found: GroupShown) {
  const keeps = mayKeepMembers(who, found)
  const [rows, removed] = await Promise.all([
    membersOfGroup(db, found.id),
    keeps ? removedMembers(db, found.id) : [],
  ])
  return (
    <Members
      groupId={found.id}
      {...{ removed, today, keeps }}
      rows={inOrder(rows, today)}
      seats={found.kind === 'board'}
    />
  )
}

async function historyOf({ db }: Actor, id: number) {
  const before = await revisions(db, 'groups', id)
  if (before.length === 0) return null
  const says = {
    leadId: among('lead', await personOptions(db)),
    reportsTo: among('reports back to', await groupOptions(db, 'all')),
  }
  return <History of={before} says={says} />
}

async function corrected(c: Asked, site: string) {
  const { by } = c.var
  permit(mayKeepGroups(by.who))
  const id = idOf(c)
  const form = await formNow(by)
  return fillIn(c, form, {
    current: async () => form.blank(await group(by.db, id, { seen: 'all', on: by.today })),
    page: (answers) => <FormPage {...{ form, answers }} title="Correct this group" up={`/groups/${id}`} />,
    save: async (changes, by, version) => {
      await correctGroup(by, { id, version }, changes, site)
      return `/groups/${id}?did=saved`
    },
  })
}

function pressed(c: Asked, act: typeof removeLead, did: string) {
  permit(mayKeepGroups(c.var.by.who))
  const id = idOf(c)
  return press(c, async (by) => {
    await act(by, id, idOf(c, 'row'))
    return `/groups/${id}?did=${did}`
  })
}
