import { groupOptions } from '../groups/queries.ts'
import { type GroupsSeen, groupsSeen, maySeeGroups } from '../groups/rules.ts'
import { membersOn } from '../members/queries.ts'
import type { Actor } from '../platform/action.ts'
import type { Reader } from '../platform/db.ts'
import { joinSeveral } from '../platform/form.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { correctMeeting, recordMeeting } from './actions.ts'
import { meetings as listing, MeetingPage, MeetingsPage, meetingFilter, meetingForm } from './pages.tsx'
import { keepableGroups, lookalikes, type MeetingRow, meeting, meetingsListed } from './queries.ts'
import { Register } from './register/pages.tsx'
import { namesRead, registerChanges, registerOf } from './register/queries.ts'
import { register } from './register/routes.tsx'
import { turnout } from './register/rules.ts'
import { isUnclosed, mayKeepMeeting, mayKeepMeetings } from './rules.ts'

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
    page: (shown) => <MeetingsPage {...shown} filter={filter} keeps={mayKeepMeetings(by.who)} />,
  })
})

meetings.on(['get', 'post'], '/new', async (c) => {
  const { by } = c.var
  permit(mayKeepMeetings(by.who))
  const form = meetingForm(await keepableGroups(by.db, by.who))
  const group = c.req.query('group') ?? ''
  return fillIn(c, form, {
    current: async () => form.blank({ groups: group }),
    page: (answers) => <FormPage {...{ form, answers }} title="Record a meeting" up="/meetings" />,
    save: async (filled, by) => `/meetings/${await recordMeeting(by, filled)}?did=added`,
  })
})

meetings.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
  const keeps = mayKeepMeeting(by.who, found.groups)
  return show(
    c,
    <MeetingPage
      meeting={found}
      keeps={keeps}
      alike={keeps ? await lookalikes(by.db, found) : []}
      unclosed={isUnclosed(found, by.today)}
      register={await registerShown(by, found, keeps)}
      history={keeps && <History of={await revisions(by.db, 'meetings', found.id)} />}
    />,
  )
})

async function registerShown(by: Actor, { id, heldOn, status }: MeetingRow, keeps: boolean) {
  const [rows, members, changes] = await Promise.all([
    registerOf(by.db, id, namesRead(by.who, keeps)),
    membersOn(by.db, heldOn),
    keeps ? registerChanges(by.db, id) : [],
  ])
  if (status !== 'held' && rows.length + changes.length === 0) return null
  const counted = turnout(
    rows,
    members.map((member) => member.id),
  )
  const unrecorded = members.filter((member) => counted.unrecorded.includes(member.id))
  const named = unrecorded.map(({ shortName }) => shortName)
  return <Register meetingId={id} {...{ rows, changes, keeps }} turnout={counted} unrecorded={named} />
}

meetings.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
  permit(mayKeepMeeting(by.who, found.groups))
  const form = meetingForm(await keepableGroups(by.db, by.who))
  return fillIn(c, form, {
    current: async () => valuesNow(form, by.db, found.id, groupsSeen(by.who)),
    page: (answers) => (
      <FormPage {...{ form, answers }} title="Correct this meeting" up={`/meetings/${found.id}`} />
    ),
    save: async (changes, by, version) => {
      await correctMeeting(by, { id: found.id, version }, changes)
      return `/meetings/${found.id}?did=saved`
    },
  })
})

async function valuesNow(form: ReturnType<typeof meetingForm>, db: Reader, id: number, seen: GroupsSeen) {
  const { groups, ...now } = await meeting(db, id, seen)
  return form.blank({ ...now, groups: joinSeveral(groups.map((group) => group.id)) })
}

meetings.route('/', register)
