import { mayKeepMeeting } from '../meetings/rules.ts'
import { type Day, inShort } from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import { isOffice, isSignedIn } from '../platform/who.ts'
import { type Coming, comingMeetings } from './queries.ts'
import { lastDayToInvite } from './rules.ts'

/**
 * Meetings of the next fortnight to which nobody has been invited: for whoever leads one of their groups, chairs or
 * clerks them; for the office together, those that nobody else keeps.
 */
export const needs: Needs = async ({ who, db, today }) => {
  if (!isSignedIn(who)) return []
  const groups = isOffice(who) ? ('all' as const) : who.leads
  const until = lastDayToInvite(today)
  const rows = await comingMeetings(db, { groups, personId: who.personId }, today, until)
  const waiting = rows.filter((row) => row.invited === 0 && mayKeepMeeting(who, row.groups, row))
  return isOffice(who) ? together(waiting.filter(isLeftToTheOffice)) : waiting.map(needOf)
}

const isLeftToTheOffice = ({ groups, chairId, clerkId }: Coming) =>
  chairId === null && clerkId === null && groups.every(({ leadId }) => leadId === null)

const state = { says: 'Not invited', tone: 'due' } as const

const needOf = ({ id, title, heldOn }: Coming): Need => ({
  href: `/meetings/${id}/invitations`,
  says: `Invite people to ${title}, ${inShort(heldOn)}`,
  why: 'It is less than a fortnight away, and nobody has been invited.',
  state,
  on: heldOn,
})

function together(waiting: Coming[]): Need[] {
  const [first, ...others] = waiting
  if (!first) return []
  if (others.length === 0) return [needOf(first)]
  return [
    {
      href: '/invitations',
      says: `Invite people to ${waiting.length} meetings`,
      why: 'They are less than a fortnight away, and nobody has been invited.',
      state,
      on: first.heldOn as Day,
    },
  ]
}
