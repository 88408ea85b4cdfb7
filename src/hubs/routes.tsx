import { teachesHubSubjects } from '../agreement/applies.ts'
import { terms } from '../agreement/terms/queries.ts'
import { groupsSeen, maySeeGroups } from '../groups/rules.ts'
import { meeting } from '../meetings/queries.ts'
import { membersOn } from '../members/queries.ts'
import type { Actor } from '../platform/action.ts'
import { type AcademicYear, academicYearOf, inShort, inWords } from '../platform/day.ts'
import type { RowOptions } from '../platform/form.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { fillIn, idOf, list, rooms, sentBy, show } from '../platform/web.tsx'
import {
  correctContribution,
  correctNote,
  keepReport,
  recordContribution,
  reportToWrite,
  writeNote,
} from './actions.ts'
import { hubAsked, hubKept } from './asked.ts'
import { contributionForm, hubFilter, noteForm, reportForm } from './forms.ts'
import {
  ColleaguesPage,
  ContributionPage,
  HubPage,
  HubsPage,
  hubsList,
  NoLeadsMeetingPage,
  NotePage,
  ReportFormPage,
  ReportsPage,
} from './pages.tsx'
import {
  contribution,
  contributions,
  type HubRow,
  hubMembers,
  hubs as hubsOf,
  inYear,
  note,
  notesOf,
  programme,
  reportsSent,
  reportsTo,
  sharedBy,
} from './queries.ts'
import {
  aloneIn,
  mayKeepHub,
  mayShare,
  programmeInWords,
  programmeOf,
  seesContribution,
  toInvite,
} from './rules.ts'
import { takenOff } from './taken-off/queries.ts'

export const hubs = rooms()

hubs.get('/', (c) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  return list(c, {
    of: hubsList,
    filter: hubFilter,
    sort: 'name',
    name: 'hubs',
    rows: async ({ filter, limit, offset }) => {
      const rows = await hubsOf(by.db, {
        seen: groupsSeen(by.who),
        on: by.today,
        words: filter.words ?? null,
      })
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
    page: (shown) => <HubsPage {...shown} />,
  })
})

hubs.get('/reports/:meeting', async (c) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const found = await meeting(by.db, idOf(c, 'meeting'), groupsSeen(by.who))
  return show(c, <ReportsPage meetingId={found.id} reports={await reportsTo(by.db, found.id)} />)
})

hubs.get('/:id', async (c) => {
  const { by } = c.var
  const hub = await hubAsked(c)
  const year = academicYearOf(by.today)
  const [meetings, members, notes, shared, reports, given, invite, removed] = await Promise.all([
    programmeShown(by, hub, year),
    hubMembers(by.db, hub.id, by.today),
    notesOf(by.db, hub.id),
    sharedBy(by.db, hub.id),
    seesReports(by) ? reportsSent(by.db, hub.id) : [],
    givenShown(by, hub, year),
    mayKeepHub(by.who, hub) ? invited(by, hub) : [],
    mayKeepHub(by.who, hub) ? takenOff(by.db, hub.id) : [],
  ])
  const next = meetings.rows.find(({ status, heldOn }) => status === 'planned' && heldOn >= by.today)
  return show(
    c,
    <HubPage
      {...{ hub, year, meetings, members, notes, shared, reports, given, invite, removed }}
      next={next ? [inWords(next.heldOn), next.place].filter(Boolean).join(', ') : 'None is planned'}
      may={{
        keep: mayKeepHub(by.who, hub),
        share: mayShare(by.who, hub),
        find: mayShare(by.who, hub),
      }}
    />,
  )
})

/** Who sees what the hub leads do reads what hubs report to them. */
const seesReports = ({ who }: Actor) => {
  const seen = groupsSeen(who)
  return seen === 'all' || seen.kinds.includes('hub leads')
}

async function programmeShown({ db, today }: Actor, { id }: HubRow, year: AcademicYear) {
  const [rows, { hubProgramme }] = await Promise.all([programme(db, id, inYear(year)), terms(db, year)])
  return { rows, says: programmeInWords(programmeOf(rows, hubProgramme, today), hubProgramme) }
}

async function givenShown({ who, db, today }: Actor, hub: HubRow, year: AcademicYear) {
  const [rows, members] = await Promise.all([contributions(db, hub.id, inYear(year)), membersOn(db, today)])
  const mine = members.filter(({ id }) => who.held.some(({ membershipId }) => membershipId === id))
  const ids = mine.map(({ id }) => id)
  return {
    all: rows.length,
    own: rows.filter(({ membershipId }) => ids.includes(membershipId)),
    shown: rows.filter(({ membershipId }) => seesContribution(who, hub, membershipId)),
    schools: mine.map(({ shortName }) => shortName).join(' and '),
  }
}

async function invited({ db, today }: Actor, { id }: HubRow) {
  const [schools, members] = await Promise.all([membersOn(db, today), hubMembers(db, id, today)])
  return toInvite(
    schools,
    members.flatMap(({ membershipId }) => membershipId ?? []),
    teachesHubSubjects,
  )
}

hubs.get('/:id/colleagues', async (c) => {
  const { by } = c.var
  const hub = await hubAsked(c)
  permit(mayShare(by.who, hub))
  return show(c, <ColleaguesPage {...{ hub }} alone={aloneIn(await hubMembers(by.db, hub.id, by.today))} />)
})

async function meetingsOf({ db, today }: Actor, { id }: HubRow): Promise<RowOptions> {
  const year = academicYearOf(today)
  const rows = await programme(db, id, { from: inYear((year - 1) as AcademicYear).from, to: inYear(year).to })
  return rows.map(({ id, title, heldOn }) => [id, `${title}, ${inShort(heldOn)}`])
}

hubs.on(['get', 'post'], '/:id/notes/new', async (c) => {
  const hub = await hubKept(c)
  const form = noteForm(await meetingsOf(c.var.by, hub))
  return fillIn(c, form, {
    page: (answers) => <FormPage {...{ form, answers }} title="Write a note" up={`/hubs/${hub.id}`} />,
    save: async (filled, by) => `/hubs/${hub.id}/notes/${await writeNote(by, hub, filled)}?did=added`,
  })
})

hubs.get('/:id/notes/:note', async (c) => {
  const { by } = c.var
  const hub = await hubAsked(c)
  const found = await note(by.db, hub.id, idOf(c, 'note'))
  const history = <History of={await revisions(by.db, 'hubNotes', found.id)} />
  return show(c, <NotePage {...{ hub, history }} note={found} keeps={mayKeepHub(by.who, hub)} />)
})

hubs.on(['get', 'post'], '/:id/notes/:note/correct', async (c) => {
  const hub = await hubKept(c)
  const { db } = c.var.by
  const { id } = await note(db, hub.id, idOf(c, 'note'))
  const form = noteForm(await meetingsOf(c.var.by, hub))
  const at = `/hubs/${hub.id}/notes/${id}`
  return fillIn(c, form, {
    current: async () => form.blank(await note(db, hub.id, id)),
    page: (answers) => <FormPage {...{ form, answers }} title="Correct this note" up={at} />,
    save: async (filled, by, version) => {
      await correctNote(by, hub, { id, version }, filled)
      return `${at}?did=saved`
    },
  })
})

async function giving(by: Actor, hub: HubRow) {
  const members = await membersOn(by.db, by.today)
  const schools = members.map(({ id, name }) => [id, name] as const)
  return contributionForm(schools, await meetingsOf(by, hub))
}

hubs.on(['get', 'post'], '/:id/contributions/new', async (c) => {
  const hub = await hubKept(c)
  const form = await giving(c.var.by, hub)
  return fillIn(c, form, {
    page: (answers) => (
      <FormPage {...{ form, answers }} title="Record what a school gave" up={`/hubs/${hub.id}`} />
    ),
    save: async (filled, by) =>
      `/hubs/${hub.id}/contributions/${await recordContribution(by, hub, filled)}?did=added`,
  })
})

hubs.get('/:id/contributions/:row', async (c) => {
  const { by } = c.var
  const hub = await hubAsked(c)
  const found = await contribution(by.db, hub.id, idOf(c, 'row'))
  permit(seesContribution(by.who, hub, found.membershipId))
  const history = <History of={await revisions(by.db, 'hubContributions', found.id)} />
  const keeps = mayKeepHub(by.who, hub)
  return show(c, <ContributionPage {...{ hub, history, keeps }} contribution={found} />)
})

hubs.on(['get', 'post'], '/:id/contributions/:row/correct', async (c) => {
  const hub = await hubKept(c)
  const { db } = c.var.by
  const { id } = await contribution(db, hub.id, idOf(c, 'row'))
  const form = await giving(c.var.by, hub)
  const at = `/hubs/${hub.id}/contributions/${id}`
  return fillIn(c, form, {
    current: async () => form.blank(await contribution(db, hub.id, id)),
    page: (answers) => <FormPage {...{ form, answers }} title="Correct this" up={at} />,
    save: async (filled, by, version) => {
      await correctContribution(by, hub, { id, version }, filled)
      return `${at}?did=saved`
    },
  })
})

hubs.on(['get', 'post'], '/:id/report', async (c) => {
  const hub = await hubKept(c)
  const found = await reportToWrite(c.var.by, hub)
  if (!found) return show(c, <NoLeadsMeetingPage hub={hub} today={c.var.by.today} />)
  const { meeting, kept: before, words } = found
  return fillIn(c, reportForm, {
    current: async () => {
      const now = await reportToWrite(c.var.by, hub)
      return reportForm.blank({ words: now?.words ?? words, version: now?.kept?.version ?? 0 })
    },
    page: (answers) => <ReportFormPage {...{ hub, meeting, answers }} sentAt={before?.sentAt ?? null} />,
    save: async ({ words }, by, version) => {
      const send = (await sentBy(c)).get('then') === 'send'
      await keepReport(by, hub, { meetingId: meeting.id, version, words, send })
      return send ? `/hubs/reports/${meeting.id}?did=sent` : `/hubs/${hub.id}/report?did=saved`
    },
  })
})
