import { inShort } from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import { isOffice } from '../platform/who.ts'
import { needs as agendaNeeds } from './agenda/needs.ts'
import { minutesNeeds } from './minutes/needs.ts'
import { type MeetingRow, meetingsUnsettled } from './queries.ts'
import { mayKeepMeeting } from './rules.ts'

/**
 * What waits for whoever leads a group: its meetings of which nobody has said what became, or who came. The
 * office keeps everybody's meetings, and is told of them together.
 */
const registerNeeds: Needs = async ({ who, db, today }) => {
  if (isOffice(who) || who.leads.length === 0) return []
  const unsettled = await meetingsUnsettled(db, who.leads, today)
  return unsettled.filter(({ groups }) => mayKeepMeeting(who, groups)).map(needOf)
}

/** All that waits for somebody of meetings: agendas, registers, minutes and what was undertaken. */
export const needs: Needs = async (by) =>
  (await Promise.all([agendaNeeds(by), registerNeeds(by), minutesNeeds(by)])).flat()

const needOf = ({ id, title, heldOn, status }: MeetingRow): Need =>
  status === 'planned'
    ? {
        href: `/meetings/${id}/correct`,
        says: `Say whether ${title} was held on ${inShort(heldOn)}`,
        why: 'It is past and still called planned.',
        state: { says: 'Past', tone: 'bad' },
        on: null,
      }
    : {
        href: `/meetings/${id}/register`,
        says: `Keep the register of ${title}, ${inShort(heldOn)}`,
        why: 'It was held, and nobody has said who came.',
        state: { says: 'No register', tone: 'due' },
        on: null,
      }
