import type { Child } from 'hono/jsx'
import type { Actor } from '../../platform/action.ts'
import { momentInWords } from '../../platform/day.ts'
import { ButtonLink, Deeds, Details, Facts, Section, Small, Text } from '../../platform/parts.tsx'
import type { Deployment } from '../deployments/queries.ts'
import { mayBroker } from '../deployments/rules.ts'
import { type Choice, choicesOf } from './queries.ts'

/** What the page of a deployment shows SSIG and the office of how somebody was chosen; nothing to anybody else. */
export async function matchingSection(
  by: Actor,
  { id, state }: Pick<Deployment, 'id' | 'state'>,
): Promise<Child | null> {
  if (!mayBroker(by.who)) return null
  const [last, ...before] = await choicesOf(by.db, id)
  const opens = state === 'triaged'
  if (!last && !opens) return null
  return (
    <Section title="Matching" id="matching">
      {last ? <ChoiceShown of={last} /> : <Text>Nobody is chosen yet.</Text>}
      {before.length > 0 && (
        <Details summary="Chosen before">
          {before.map((one) => (
            <ChoiceShown of={one} />
          ))}
        </Details>
      )}
      {opens && (
        <Deeds>
          <ButtonLink to={`/support/deployments/${id}/match`}>Choose a practitioner</ButtonLink>
        </Deeds>
      )}
      <Small>SSIG and the office see this. The schools see only who was chosen.</Small>
    </Section>
  )
}

function ChoiceShown({
  of: { chosen, suggested, departure, chosenBy, chosenAt, suggestions },
}: {
  of: Choice
}) {
  const why = suggestions.find(({ name }) => name === suggested)?.reasons.map(({ says }) => says)
  return (
    <Facts
      facts={[
        { is: 'Chosen', says: `${chosen}, on ${momentInWords(chosenAt)} by ${chosenBy ?? 'Endeavour'}` },
        {
          is: 'First suggestion',
          says: suggested === chosen ? 'The same' : (suggested ?? 'Nobody was suggested'),
        },
        why ? { is: 'Why it came first', says: `${why.join('. ')}.` } : null,
        departure ? { is: 'Why another was chosen', says: departure } : null,
      ]}
    />
  )
}
