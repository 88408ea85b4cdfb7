import { academicYearOf, type Day, yearName } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { inPounds } from '../../platform/money.ts'
import type { Need, Needs } from '../../platform/need.ts'
import { isOffice } from '../../platform/who.ts'
import { chargesOf, toIssue } from '../charging/queries.ts'
import { billingSettings } from '../settings/queries.ts'

/** The office: who sends invoices, and a year that is not invoiced yet. */
export const needs: Needs = async ({ who, db, today }) => (isOffice(who) ? ofOffice(db, today) : [])

async function ofOffice(db: Reader, today: Day): Promise<Need[]> {
  const settings = await billingSettings(db)
  if (!settings)
    return [
      {
        href: '/subscriptions/settings',
        says: 'Say who sends invoices',
        why: 'Until then no subscription can be invoiced.',
        on: null,
      },
    ]
  const year = academicYearOf(today)
  const waiting = toIssue(await chargesOf(db, year, settings))
  if (waiting.length === 0) return []
  const pence = waiting.reduce((sum, { due }) => sum + due.pence, 0)
  return [
    {
      href: `/subscriptions/runs/new?year=${yearName(year)}`,
      says: `Invoices for ${yearName(year)} are not issued yet`,
      why: `${waiting.length === 1 ? 'One is' : `${waiting.length} are`} to be issued, for ${inPounds(pence)}.`,
      state: { says: 'To issue', tone: 'due' },
      on: null,
    },
  ]
}
