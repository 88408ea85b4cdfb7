import { type Day, dayInLondon, inDays, inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { ButtonLink, Deeds, Facts, Section, Subheading, Text } from '../../platform/parts.tsx'
import { phases } from '../areas/tables.ts'
import { answerOf } from './asking/rules.ts'
import type { Deployment } from './queries.ts'
import { kinds, urgencies } from './tables.ts'

const Lines = ({ of }: { of: string }) => (
  <>
    {of.split(/\n+/).map((line) => (
      <Text>{line}</Text>
    ))}
  </>
)

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** What the school asked for, in its own words. */
export function Asked({ one, today, corrects }: { one: Deployment; today: Day; corrects: boolean }) {
  const answer = answerOf(one, today)
  return (
    <Section title="What was asked" id="request">
      <Facts
        facts={[
          { is: 'School', says: one.toSchool },
          {
            is: 'Asked',
            says: `${inWords(dayInLondon(one.requestedAt))}${one.askedBy ? `, by ${one.askedBy}` : ''}`,
          },
          // Where it sets the school free, the head of the page says it.
          !answer.free && { is: 'SSIG’s answer', says: answer.says },
          { is: 'Kind', says: kinds[one.kind] },
          { is: 'Area and phase', says: `${one.area}, ${lowerFirst(phases[one.phase])}` },
          { is: 'How soon', says: urgencies[one.urgency] },
          { is: 'Wanted', says: `${inWords(one.wantedFrom)} to ${inWords(one.wantedTo)}` },
          { is: 'Days wanted', says: inDays(one.halfDaysWanted) },
          one.halfDaysAgreed !== null && { is: 'Days agreed', says: inDays(one.halfDaysAgreed) },
          one.practitioner !== null && { is: 'Practitioner', says: `${one.practitioner}, ${one.fromSchool}` },
          one.budgetPence !== null && { is: 'Budget', says: inPounds(one.budgetPence) },
          one.contact !== null && { is: 'Works with', says: one.contact },
          one.firstContactOn !== null && {
            is: 'Schools first spoke',
            says: [inWords(one.firstContactOn), one.firstContact].filter(Boolean).join(', with '),
          },
        ]}
      />
      <Subheading>What is needed</Subheading>
      <Lines of={one.need} />
      <Subheading>What the school hopes will be different</Subheading>
      <Lines of={one.outcomeHoped} />
      {corrects && (
        <Deeds>
          <ButtonLink to={`/support/deployments/${one.id}/correct`} kind="secondary">
            Correct the request
          </ButtonLink>
        </Deeds>
      )}
    </Section>
  )
}
