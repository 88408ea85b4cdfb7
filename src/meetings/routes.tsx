import { ballotsOn } from '../ballots/section.tsx'
import { groupOptions } from '../groups/queries.ts'
import { type GroupsSeen, groupsSeen, maySeeGroups } from '../groups/rules.ts'
import { invitationsOn } from '../invitations/section.tsx'
import { personOptions } from '../people/queries.ts'
import { ClashNotice } from '../planning/clashes/notice.tsx'
import { clashesAt, clashWarning } from '../planning/clashes/warning.ts'
import type { Reader } from '../platform/db.ts'
import { joinSeveral } from '../platform/form.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { correctMeeting, recordMeeting } from './actions.ts'
import { maySeeInterests } from './agenda/interests/rules.ts'
import { agendaOn } from './agenda/section.tsx'
import { comingSteps } from './door/rules.ts'
import { minutesOn } from './minutes/section.tsx'
import { meetings as listing, MeetingPage, MeetingsPage, meetingFilter, meetingForm } from './pages.tsx'
import { keepableGroups, lookalikes, meeting, meetingsListed } from './queries.ts'
import { registerSection } from './register/section.tsx'
import { mayKeepMeeting, mayKeepMeetings } from './rules.ts'
import { waysOn } from './ways.tsx'

export const meetings = rooms()

meetings.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const seen = groupsSeen(by.who)
  const filter = meetingFilter(await groupOptions(by.db, seen))
  return list(c, {
    of: listing,
    filter,
    sort: '-on',
    name: 'meetings',
    rows: (asked) => meetingsListed(by.db, asked, seen),
    page: (shown) => (
      <MeetingsPage
        {...shown}
        filter={filter}
        keeps={mayKeepMeetings(by.who)}
        declares={maySeeInterests(by.who)}
      />
    ),
  })
})

meetings.on(['get', 'post'], '/new', async (c) => {
  const { by } = c.var
  permit(mayKeepMeetings(by.who))
  const form = meetingForm(await keepableGroups(by.db, by.who), await personOptions(by.db))
  const group = c.req.query('group') ?? ''
  const warning = clashWarning(null)
  return fillIn(c, form, {
    current: async () => form.blank({ groups: group }),
    page: (answers) => (
      <FormPage {...{ form }} answers={warning.shown(answers)} title="Record a meeting" up="/meetings" />
    ),
    save: async ({ clashesSeen, ...filled }, by) => {
      await warning.look(by, filled, clashesSeen)
      return `/meetings/${await recordMeeting(by, filled)}?did=added`
    },
  })
})

meetings.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
  const keeps = mayKeepMeeting(by.who, found.groups, found)
  const agenda = await agendaOn(by, found, keeps)
  const groups = found.groups.map(({ id }) => id)
  const minutes = await minutesOn(by, found)
  const ballots = await ballotsOn(by, found, keeps)
  return show(
    c,
    <MeetingPage
      meeting={found}
      keeps={keeps}
      alike={keeps ? await lookalikes(by.db, found) : []}
      open={ballots.open}
      next={[...agenda.next, ...comingSteps(by.who, found, by.today), ...minutes.next]}
    >
      {keeps && (
        <ClashNotice meetingId={found.id} clashes={await clashesAt(by, { ...found, groups }, found.id)} />
      )}
      {await invitationsOn(by, found, keeps)}
      {agenda.section}
      {ballots.section}
      {await registerSection(by, found, keeps)}
      {minutes.section}
      {await waysOn(by, found, keeps)}
      {keeps && <History of={await revisions(by.db, 'meetings', found.id)} leave={untold} />}
    </MeetingPage>,
  )
})

/** What of a meeting’s past is no answer that somebody gave. */
const untold = ['agenda_changed_at', 'agenda_issued_at', 'sequence', 'door_code', 'began_at', 'ended_at']

meetings.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
  permit(mayKeepMeeting(by.who, found.groups, found))
  const groups = await keepableGroups(by.db, by.who, found.groups)
  const form = meetingForm(groups, await personOptions(by.db), found.agendaIssuedAt !== null)
  const warning = clashWarning(found)
  return fillIn(c, form, {
    current: async () => valuesNow(form, by.db, found.id, groupsSeen(by.who)),
    page: (answers) => (
      <FormPage
        {...{ form }}
        answers={warning.shown(answers)}
        title="Correct this meeting"
        up={`/meetings/${found.id}`}
      />
    ),
    save: async ({ clashesSeen, ...changes }, by, version) => {
      await warning.look(by, changes, clashesSeen)
      await correctMeeting(by, { id: found.id, version }, changes)
      return `/meetings/${found.id}?did=saved`
    },
  })
})

async function valuesNow(form: ReturnType<typeof meetingForm>, db: Reader, id: number, seen: GroupsSeen) {
  const { groups, ...now } = await meeting(db, id, seen)
  return form.blank({ ...now, agendaLateReason: null, groups: joinSeveral(groups.map((group) => group.id)) })
}
