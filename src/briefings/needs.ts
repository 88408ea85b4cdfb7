import { terms } from '../agreement/terms/queries.ts'
import { datesOf } from '../calendars/queries.ts'
import { academicYearOf, addDays, type Day, inShort } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { Need, Needs } from '../platform/need.ts'
import { ledMemberships } from '../platform/who.ts'
import { briefings, givings, memberOf, unbriefed } from './queries.ts'
import { ASKED_FOR_DAYS, isBriefing, isOwed, liesIn, type Term, termsIn } from './rules.ts'

/** Heads and deputies: the last meeting of the board to brief governors of, and what was confidential since. */
export const needs: Needs = async (by) => {
  const led = ledMemberships(by.who)
  if (led.length === 0) return []
  const { today, db } = by
  const asked = await Promise.all(led.map((id) => toBrief(db, id, { today, several: led.length > 1 })))
  const withheld = (await briefings(db, { memberships: led })).filter((one) => one.withheld)
  return [...asked.flat(), ...withheld.map(again)]
}

type At = { today: Day; several: boolean }

async function toBrief(db: Reader, membershipId: number, { today, several }: At): Promise<Need[]> {
  const meeting = await unbriefed(db, membershipId, { from: addDays(today, -ASKED_FOR_DAYS), today })
  if (!meeting) return []
  const missing = await missingIn(db, membershipId, today)
  const forSchool = several ? `&school=${membershipId}` : ''
  return [
    {
      href: `/briefings/new?meeting=${meeting.meetingId}${forSchool}`,
      says: `Brief your governors on ${meeting.title}, ${inShort(meeting.heldOn)}`,
      why: missing
        ? `Nobody who governs the school has been briefed in the ${missing.name.toLowerCase()} yet.`
        : 'The records have drafted it; edit it and say to whom it was given.',
      state: missing ? { says: 'To do', tone: 'due' } : { says: 'Ready', tone: 'calm' },
      on: missing?.ends ?? null,
    },
  ]
}

/** The present term, while the school has not briefed in it as often as was agreed. */
async function missingIn(db: Reader, membershipId: number, today: Day): Promise<Term | undefined> {
  const year = academicYearOf(today)
  const [dates, agreed, given, member] = await Promise.all([
    datesOf(db, membershipId),
    terms(db, year),
    givings(db, { memberships: [membershipId], year }),
    memberOf(db, membershipId),
  ])
  const all = termsIn(
    dates.filter(({ kind }) => kind === 'term'),
    year,
  )
  const term = all.find((one) => liesIn(today, one) && isOwed(one, member))
  const count = given.filter(
    ({ givenOn, bodyKind }) => term && isBriefing(bodyKind) && liesIn(givenOn, term),
  ).length
  return term && today <= term.ends && count < agreed.briefingsATerm ? term : undefined
}

const again = ({ id, heldOn }: { id: number; heldOn: Day }): Need => ({
  href: `/briefings/${id}/redo`,
  says: `Make the briefing of ${inShort(heldOn)} again from the records`,
  why: 'Something of that meeting has been marked confidential since, so nobody reads it until then.',
  state: { says: 'Withheld', tone: 'bad' },
  on: null,
})
