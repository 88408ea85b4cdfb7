import { days, type Field, pick, pounds, wholeNumber } from '../../platform/form.ts'
import { type TermKind, type TermName, termKinds } from './rules.ts'

/** How a number is asked for, as its kind says: half-days as days, pence as pounds, one of a few from a list. */
export function termField(
  name: TermName,
  { label, ask, empty = 'Choose one' }: { label: string; ask: string; empty?: string },
): Field<number> {
  const { unit, most, choices }: TermKind = termKinds[name]
  if (choices) return pick(label, Object.entries(choices).map(numbered), { ask, empty })
  if (unit === 'yes or no') return pick(label, yesOrNo, { ask, empty })
  if (unit === 'half-days')
    return days(label, { ask, max: most / 2, hint: 'Whole or half days, like 9 or 10.5' })
  if (unit === 'pence') return pounds(label, { ask, max: most, hint: 'In pounds, like 3,000' })
  const hint =
    unit === 'days' ? 'How many days' : unit === 'per cent' ? 'In hundredths, like 50' : 'How many times'
  return wholeNumber(label, { ask, max: most, hint })
}

const yesOrNo = [
  [1, 'Yes'],
  [0, 'No'],
] as const
const numbered = ([value, says]: [string, string]) => [Number(value), says] as const

/** A number as it is typed into its question. */
export function termTyped(name: TermName, value: number): string {
  const { unit } = termKinds[name]
  if (unit === 'half-days') return String(value / 2)
  if (unit === 'pence') return value % 100 === 0 ? String(value / 100) : (value / 100).toFixed(2)
  return String(value)
}
