import { type Day, dayInLondon, inWords } from '../../platform/day.ts'
import { Bullets, Section } from '../../platform/parts.tsx'
import type { Check } from './queries.ts'
import { outcomeInWords } from './rules.ts'

function said({ outcome, evidence, checkedAt, checkedByName, dueOn }: Check, today: Day): string {
  if (outcome !== null && checkedAt !== null)
    return `${inWords(dayInLondon(checkedAt))}, ${checkedByName ?? 'somebody'}: ${outcomeInWords(outcome)}. ${evidence ?? ''}`
  if (dueOn === null)
    return 'Asked for again next term: on which day is counted once the alliance’s term dates are here.'
  return dueOn > today
    ? `Asked for again on ${inWords(dueOn)}.`
    : `Asked for again since ${inWords(dueOn)}, and not answered yet.`
}

/** What was said of the outcome after it had been too early to say. */
export const Outcomes = ({ checks, today }: { checks: Check[]; today: Day }) =>
  checks.length === 0 ? null : (
    <Section title="What came of it later" id="outcome">
      <Bullets items={checks.map((check) => said(check, today))} />
    </Section>
  )
