import { addDays, type Day, inWords } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { Need, Needs } from '../platform/need.ts'
import { headOf, isOffice, moneyOf } from '../platform/who.ts'
import { type InvoiceAsAt, invoicesAsAt } from './accounts/queries.ts'
import { toPay } from './accounts/words.ts'
import { numberOf } from './invoices/rules.ts'

/** Days before the last one from which a business manager is told. */
const AHEAD_DAYS = 14

/** The office: how many schools are overdue. A school: what it has to pay by transfer, its head once that is overdue. */
export const needs: Needs = async ({ who, db, today }) => {
  if (isOffice(who)) return overdueSchools(await open(db, today), today)
  const own = moneyOf(who)
  if (own.length === 0) return []
  const heads = headOf(who)
  const invoices = toPay(await open(db, today, own))
  return own.flatMap((id) => {
    const until = heads.includes(id) ? addDays(today, -1) : addDays(today, AHEAD_DAYS)
    const due = invoices.filter(({ membershipId, dueOn }) => membershipId === id && dueOn <= until)
    return needOf(due, { today, oneOfSeveral: own.length > 1 })
  })
}

const open = (db: Reader, today: Day, memberships?: readonly number[]) =>
  invoicesAsAt(db, today, { open: true, ...(memberships ? { memberships } : {}) })

/** One line for a school, under the address at which its standing leads there too. */
function needOf(due: InvoiceAsAt[], { today, oneOfSeveral }: { today: Day; oneOfSeveral: boolean }): Need[] {
  const [first] = due
  if (!first) return []
  const of = oneOfSeveral ? ` of ${first.school}` : ''
  const late = first.dueOn < today
  const by = `${late ? 'was' : 'is'} due by ${inWords(first.dueOn)}`
  return [
    {
      href: `/subscriptions#school-${first.membershipId}`,
      says: due.length === 1 ? `Pay invoice ${numberOf(first)}${of}` : `Pay ${due.length} invoices${of}`,
      why: `${due.length === 1 ? 'It' : 'The first'} ${by}. How to pay it, and which reference to give, stands there.`,
      state: late ? { says: 'Overdue', tone: 'bad' } : { says: 'To pay', tone: 'due' },
      on: first.dueOn,
    },
  ]
}

function overdueSchools(invoices: InvoiceAsAt[], today: Day): Need[] {
  const late = new Set(invoices.filter(({ dueOn }) => dueOn < today).map(({ membershipId }) => membershipId))
  if (late.size === 0) return []
  return [
    {
      href: '/subscriptions/ageing',
      says:
        late.size === 1
          ? 'One school has an invoice overdue'
          : `${late.size} schools have an invoice overdue`,
      why: 'What each owes, and for how long. Reminders go by themselves.',
      state: { says: 'Overdue', tone: 'bad' },
      on: null,
    },
  ]
}
