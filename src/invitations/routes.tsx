import { groupsSeen } from '../groups/rules.ts'
import { meeting } from '../meetings/queries.ts'
import { mayKeepMeeting, mayKeepMeetings } from '../meetings/rules.ts'
import { personOptions } from '../people/queries.ts'
import { notFound, permit } from '../platform/refusal.ts'
import { type Asked, fillIn, idOf, press, rooms, show } from '../platform/web.tsx'
import { isOffice } from '../platform/who.ts'
import { invite, leaveOut, sendInvitations } from './actions.ts'
import { ComingPage, InvitationsPage, oneMoreForm, ReceivedPage } from './pages.tsx'
import { comingMeetings, guestsOf, mailsReceived, meetingTold } from './queries.ts'

/** Invitations of one meeting, on its own address. */
export const meetingInvitations = rooms()

/** The id of the meeting, for whoever keeps it. */
async function kept(c: Asked): Promise<number> {
  const { by } = c.var
  const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
  permit(mayKeepMeeting(by.who, found.groups, found))
  return found.id
}

meetingInvitations.on(['get', 'post'], '/:id/invitations', async (c) => {
  const { by } = c.var
  const id = await kept(c)
  const [told, guests, people] = await Promise.all([
    meetingTold(by.db, id),
    guestsOf(by.db, id, by.today),
    personOptions(by.db),
  ])
  const listed = new Set(guests.filter(({ wanted }) => wanted !== false).map(({ personId }) => personId))
  const form = oneMoreForm(people.filter(([person]) => !listed.has(person)))
  return fillIn(c, form, {
    page: (answers) => (
      <InvitationsPage meeting={told} guests={guests} today={by.today} more={{ form, answers }} />
    ),
    save: async ({ personId }, by) => {
      await invite(by, id, personId)
      return `/meetings/${id}/invitations?did=invited`
    },
  })
})

meetingInvitations.post('/:id/invitations/send', async (c) => {
  const id = await kept(c)
  return press(c, async (by) => {
    await sendInvitations(by, id)
    return `/meetings/${id}/invitations?did=invited`
  })
})

meetingInvitations.post('/:id/invitations/:person/invite', async (c) => {
  const id = await kept(c)
  const person = await onTheList(c, id)
  return press(c, async (by) => {
    await invite(by, id, person)
    return `/meetings/${id}/invitations?did=invited`
  })
})

meetingInvitations.post('/:id/invitations/:person/leave-out', async (c) => {
  const id = await kept(c)
  const person = await onTheList(c, id)
  return press(c, async (by) => {
    await leaveOut(by, id, person)
    return `/meetings/${id}/invitations?did=saved`
  })
})

async function onTheList(c: Asked, id: number): Promise<number> {
  const { by } = c.var
  const person = idOf(c, 'person')
  const guests = await guestsOf(by.db, id, by.today)
  if (!guests.some(({ personId }) => personId === person)) throw notFound()
  return person
}

/** Invitations of all the meetings that one keeps. */
export const invitations = rooms()

invitations.get('/', async (c) => {
  const { by } = c.var
  const { who, db, today } = by
  const groups = isOffice(who) ? ('all' as const) : who.leads
  const rows = await comingMeetings(db, { groups, personId: who.personId }, today, null)
  const mine = rows.filter((row) => mayKeepMeeting(who, row.groups, row))
  permit(mayKeepMeetings(who) || mine.length > 0)
  return show(c, <ComingPage rows={mine} office={isOffice(who)} />)
})

const MOST_SHOWN = 200

invitations.get('/received', async (c) => {
  const { by } = c.var
  permit(isOffice(by.who))
  return show(c, <ReceivedPage rows={await mailsReceived(by.db, MOST_SHOWN)} />)
})
