import { sql } from 'kysely'
import { type Asked, commitment, type Judged } from '../agreement/commitment.ts'
import {
  atRisk,
  breached,
  doesNotApply,
  type Evidence,
  type Finding,
  met,
  notYetDue,
} from '../agreement/finding.ts'
import { datesOf } from '../calendars/queries.ts'
import {
  type AcademicYear,
  type Day,
  daysBetween,
  firstDay,
  inWords,
  lastDay,
  yearName,
} from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { inPounds } from '../platform/money.ts'
import { isDue, subscriptionDue } from './charging/rules.ts'
import { numberOf } from './invoices/rules.ts'
import type { WayToPay } from './payers/tables.ts'

/** An invoice for a year’s subscription, as the books stood on the day that is judged. */
type AskedFor = {
  id: number
  prefix: string
  number: number
  payBy: WayToPay
  issuedOn: Day
  dueOn: Day
  totalPence: number
  owedPence: number
  paidPence: number
  writtenOffPence: number
  creditedPence: number
}

/** A member of the year with one invoice for its subscription, or with none. */
export type SubscriptionAsked = {
  membershipId: number
  /** The first year for which any subscription was invoiced here by then. */
  firstYear: AcademicYear | null
  invoice: AskedFor | null
  /** Why it owes nothing for the year, where it does. */
  nothingOwed: string | null
}

type Row = { membershipId: number; joinedOn: Day; leftOn: Day | null; firstYear: AcademicYear | null } & (
  | AskedFor
  | { id: null }
)

/** Every member of the year with the invoices for its subscription that were issued by that day: one query. */
export async function subscriptionsAsked(db: Reader, asked: Asked): Promise<SubscriptionAsked[]> {
  const { year, on } = asked
  const { rows } = await sql<Row>`
    with charged as (
      select i.*, l.owed_pence, l.paid_pence, l.written_off_pence,
        coalesce((select sum(n.total_pence) from invoices n where n.credits_id = i.id and n.issued_on <= ${on}), 0)::bigint as credited_pence
      from subscription_charges c join invoices i on i.id = c.invoice_id
      cross join lateral (
        select coalesce(sum(l.pence), 0)::bigint as owed_pence,
          coalesce(-sum(l.pence) filter (where coalesce(r.kind, e.kind) = 'match'), 0)::bigint as paid_pence,
          coalesce(-sum(l.pence) filter (where coalesce(r.kind, e.kind) = 'write-off'), 0)::bigint as written_off_pence
        from journal_lines l join journal_entries e on e.id = l.entry_id left join journal_entries r on r.id = e.reverses_id
        where l.invoice_id = i.id and e.dated_on <= ${on}
      ) l
      where c.year = ${year} and i.issued_on <= ${on}
    )
    select m.id as membership_id, m.joined_on, m.left_on,
      (select min(c.year) from subscription_charges c join invoices i on i.id = c.invoice_id where i.issued_on <= ${on}) as first_year,
      i.id, i.prefix, i.number, i.pay_by, i.issued_on, i.due_on, i.total_pence, i.owed_pence, i.paid_pence, i.written_off_pence,
      i.credited_pence
    from memberships m left join charged i on i.membership_id = m.id
    where m.joined_on <= ${on} and (m.left_on is null or m.left_on >= ${firstDay(year)})
    order by i.due_on, i.id`.execute(db)
  const whyNot = await nothingOwedBy(db, asked, rows)
  return rows.map(({ membershipId, firstYear, joinedOn, leftOn, ...invoice }) => ({
    membershipId,
    firstYear,
    invoice: invoice.id === null ? null : invoice,
    nothingOwed: invoice.id === null ? whyNot({ joinedOn, leftOn }) : null,
  }))
}

type Spell = { joinedOn: Day; leftOn: Day | null }

/** Only a part of a year may come to nothing; the calendar is not asked for where every school has been a member all year. */
async function nothingOwedBy(db: Reader, { year, terms }: Asked, rows: readonly Row[]) {
  const isPart = ({ joinedOn, leftOn }: Spell) =>
    joinedOn > firstDay(year) || (leftOn !== null && leftOn < lastDay(year))
  const calendar = rows.some((row) => row.id === null && isPart(row)) ? await datesOf(db, null) : []
  return (spell: Spell): string | null => {
    if (!isPart(spell)) return null
    const due = subscriptionDue(spell, year, { terms, calendar })
    return isDue(due) || due.missing ? null : due.because
  }
}

const nextFor = ({ member }: Judged) => ({
  says: 'See how the subscription stands, and how it is paid',
  href: `/subscriptions#school-${member.id}`,
})

const evidenceOf = (invoice: AskedFor): Evidence => ({
  says: `Invoice ${numberOf(invoice)}, due by ${inWords(invoice.dueOn)}`,
  on: invoice.issuedOn,
  href: `/subscriptions/invoices/${invoice.id}`,
})

const isCredited = ({ creditedPence, totalPence }: AskedFor) => creditedPence >= totalPence

/**
 * Clause 25: every invoice for the year’s subscription is settled to the penny by the day it is due. What the board
 * wrote off is forgiven. No sum is said: how a school stands is read by some who do not open its money.
 */
export function subscriptionPaid(rows: SubscriptionAsked[], judged: Judged): Finding {
  const invoices = rows.flatMap(({ invoice }) => invoice ?? [])
  if (invoices.length === 0) return nothingInvoiced(rows, judged)
  const evidence = invoices.map(evidenceOf)
  const live = invoices.filter((invoice) => !isCredited(invoice))
  const of = `The subscription for ${yearName(judged.year)}`
  if (live.length === 0)
    return doesNotApply(`${of} was taken back by a credit note: nothing is owed.`, { evidence })
  const [first] = live.filter(({ owedPence }) => owedPence > 0)
  if (first) return owing(first, { evidence, judged, of })
  if (live.some(({ writtenOffPence }) => writtenOffPence > 0))
    return met(`${of} is settled: what was left of it was written off by a decision of the board.`, {
      evidence,
    })
  const less = live.some(({ creditedPence }) => creditedPence > 0) ? ', less what was credited' : ''
  return met(`${of} was paid in full${less}.`, { evidence })
}

type Owing = { evidence: Evidence[]; judged: Judged; of: string }

/** Invoices come by the day they are due, so that the first that is owed is the one that presses. */
function owing({ dueOn, paidPence, payBy }: AskedFor, { evidence, judged, of }: Owing): Finding {
  const { on, ended, terms } = judged
  const by = inWords(dueOn)
  const rest = { evidence, next: nextFor(judged) }
  const recharged = payBy === 'recharge' ? ' It waits for the host’s internal recharge.' : ''
  const part = paidPence > 0
  if (dueOn < on || (ended && dueOn <= on))
    return breached(
      `${of} was due by ${by} and is overdue${part ? ', though a part of it was paid' : ''}.${recharged}`,
      rest,
    )
  if (ended) return notYetDue(`${of} was due by ${by}, after the year was over.${recharged}`, rest)
  if (part) return atRisk(`A part of the subscription was paid; the rest is due by ${by}.${recharged}`, rest)
  const isNear = daysBetween(on, dueOn) <= terms.warningDays
  return (isNear ? atRisk : notYetDue)(`${of} was invoiced and is due by ${by}.${recharged}`, rest)
}

function nothingInvoiced([row]: SubscriptionAsked[], { year, ended, terms }: Judged): Finding {
  const of = yearName(year)
  if (terms.subscription === 0) return doesNotApply(`No subscription is asked for ${of}.`)
  if (row?.nothingOwed) return doesNotApply(`${row.nothingOwed}, so nothing is owed.`)
  const first = row?.firstYear ?? null
  if (first !== null && year < first)
    return doesNotApply(
      `Subscriptions are invoiced here from ${yearName(first)} on: nothing is recorded for ${of}.`,
    )
  if (ended) return doesNotApply(`No invoice for the subscription of ${of} was recorded here.`)
  return notYetDue(
    `The subscription for ${of}, ${inPounds(terms.subscription)} for a whole year, has not been invoiced yet.`,
  )
}

export const subscriptionCommitments = {
  subscription: commitment(
    {
      asks: 'Whether each invoice for the year’s subscription was settled to the penny by the day it was due.',
      kind: 'measured',
      terms: ['subscription', 'subscriptionPartYear', 'warningDays'],
    },
    subscriptionsAsked,
    subscriptionPaid,
  ),
}
