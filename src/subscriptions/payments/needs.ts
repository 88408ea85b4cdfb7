import { addDays, inWords } from '../../platform/day.ts'
import type { Need, Needs } from '../../platform/need.ts'
import { longWithHost } from '../recharges/queries.ts'
import { LONG_DAYS, rechargeNumber } from '../recharges/rules.ts'
import { toMatch } from './list.ts'
import { mayKeepPayments } from './rules.ts'

/** The office: payments whose purpose nobody said, and journals that the host has had for long. */
export const needs: Needs = async ({ who, db, today }) => {
  if (!mayKeepPayments(who)) return []
  const [waiting, late] = await Promise.all([toMatch(db), longWithHost(db, today)])
  const matching: Need = {
    href: '/subscriptions/payments?state=open',
    says: waiting === 1 ? 'Match one payment' : `Match ${waiting} payments`,
    why: 'Until then nobody is told that it was paid, and reminders go on.',
    state: { says: 'To match', tone: 'due' },
    on: null,
  }
  return [
    ...(waiting > 0 ? [matching] : []),
    ...late.map(
      ({ id, madeOn }): Need => ({
        href: `/subscriptions/recharges/${id}`,
        says: `Ask the host about recharge ${rechargeNumber(id)}`,
        why: `It was made on ${inWords(madeOn)}, and is not said to be in the host’s ledger.`,
        state: { says: 'Waiting', tone: 'due' },
        on: addDays(madeOn, LONG_DAYS),
      }),
    ),
  ]
}
