import { addDays, inShort } from '../platform/day.ts'
import type { Needs } from '../platform/need.ts'
import { isOffice } from '../platform/who.ts'
import { hubs, nextLeadsMeeting, reportOf } from './queries.ts'

/** Days before a meeting of the hub leads within which their leads are asked for what their hubs report. */
const ASKED_BEFORE_DAYS = 21

/** Whoever leads a hub: its report to the next meeting of the hub leads, while it has not been sent. */
export const needs: Needs = async ({ who, db, today }) => {
  if (isOffice(who) || who.leads.length === 0) return []
  const meeting = await nextLeadsMeeting(db, today)
  if (!meeting || meeting.heldOn > addDays(today, ASKED_BEFORE_DAYS)) return []
  const led = (await hubs(db, { seen: 'all', on: today })).filter(({ id }) => who.leads.includes(id))
  const reports = await Promise.all(led.map(({ id }) => reportOf(db, id, meeting.id)))
  return led
    .filter((_, i) => !reports[i]?.sentAt)
    .map(({ id, name }) => ({
      href: `/hubs/${id}/report`,
      says: `Send the report of ${name} to the hub leads`,
      why: `They meet on ${inShort(meeting.heldOn)}. The records have drafted it.`,
      on: meeting.heldOn,
    }))
}
