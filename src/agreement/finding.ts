import type { Day } from '../platform/day.ts'

/** How a school stands on a promise. Conduct is never scored: what nobody measures is attested, or does not apply. */
export const standings = {
  met: 'Met',
  attested: 'Declared',
  'at risk': 'At risk',
  breached: 'Not kept',
  'not yet due': 'Not yet due',
  'does not apply': 'Does not apply',
} as const
export type Standing = keyof typeof standings

/** A record that anyone entitled may open to see for themselves. */
export type Evidence = { says: string; on: Day | null; href: string | null }

/** What would put it right: one step, at an address. */
export type Next = { says: string; href: string }

/**
 * How a school stands on one clause, worked out from the records and never typed in.
 * `because` is one plain sentence.
 */
export type Finding = {
  standing: Standing
  because: string
  evidence: Evidence[]
  next?: Next
}

type Rest = { evidence?: Evidence[]; next?: Next }
const finding =
  (standing: Standing) =>
  (because: string, { evidence = [], next }: Rest = {}): Finding => ({
    standing,
    because,
    evidence,
    ...(next ? { next } : {}),
  })

export const met = finding('met')
export const attested = finding('attested')
export const atRisk = finding('at risk')
export const breached = finding('breached')
export const notYetDue = finding('not yet due')
export const doesNotApply = finding('does not apply')
