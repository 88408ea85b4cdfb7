import type { Child } from 'hono/jsx'
import type { Actor } from '../../platform/action.ts'
import { dayInLondon, inWords } from '../../platform/day.ts'
import { ButtonLink, Deeds, Facts, Link, Section, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import type { Deployment } from '../deployments/queries.ts'
import { mayClose } from './closing/rules.ts'
import { Outcomes } from './parts.tsx'
import { type Check, checksOf, evaluationOf, remindersOf } from './queries.ts'
import { dueInWords, mayCheck, mayEvaluate, mayRemind, outcomeInWords, outcomeNow } from './rules.ts'

/** What the page of a deployment shows of its close and its evaluation; nothing before it is under way. */
export async function evaluationsSection(by: Actor, deployment: Deployment): Promise<Child | null> {
  const { id, state, closedOn, evaluationDue } = deployment
  if (mayClose(by.who, deployment))
    return (
      <Section title="Closing" id="evaluation">
        <Text>When the support is over, close it: then its head evaluates what came of it (clause 26).</Text>
        <Deeds>
          <ButtonLink to={`/support/deployments/${id}/close`} kind="secondary">
            Close this support
          </ButtonLink>
        </Deeds>
      </Section>
    )
  if (closedOn === null || !['closed', 'evaluated', 'signed off'].includes(state)) return null
  const evaluation = await evaluationOf(by.db, id)
  const checks = await checksOf(by.db, id)
  const evaluatedOn = evaluation ? dayInLondon(evaluation.evaluatedAt) : null
  const open = checks.find(
    ({ checkedAt, dueOn }) => checkedAt === null && dueOn !== null && dueOn <= by.today,
  )
  return (
    <Section title="Evaluation" id="evaluation">
      <Facts
        facts={[
          { is: 'Closed', says: inWords(closedOn) },
          { is: 'Evaluation', says: dueInWords(evaluationDue, evaluatedOn, by.today) },
          evaluation !== undefined && {
            is: 'The outcome hoped for',
            says: outcomeInWords(outcomeNow(evaluation, checks)),
          },
          state === 'signed off' && { is: 'Signed off', says: 'Yes, by SSIG' },
        ]}
      />
      {evaluation && (
        <Text>
          <Link to={`/support/deployments/${id}/evaluation`}>Read the evaluation</Link>
        </Text>
      )}
      <Outcomes checks={checks} today={by.today} />
      <AskedOf by={by} deployment={deployment} open={open} />
      {mayRemind(by.who) && <Reminded of={await remindersOf(by.db, id)} />}
    </Section>
  )
}

type AskedProps = { by: Actor; deployment: Deployment; open: Check | undefined }

function AskedOf({ by: { who }, deployment, open }: AskedProps) {
  const { id, state } = deployment
  const waits = state === 'closed' || open !== undefined
  return (
    <Deeds>
      {mayEvaluate(who, deployment) && (
        <ButtonLink to={`/support/deployments/${id}/evaluate`}>Evaluate this support</ButtonLink>
      )}
      {open && mayCheck(who, deployment) && (
        <ButtonLink to={`/support/deployments/${id}/outcome`}>Say what came of it by now</ButtonLink>
      )}
      {waits && mayRemind(who) && (
        <PressButton action={`/support/deployments/${id}/remind`} says="Remind the head now" quiet />
      )}
    </Deeds>
  )
}

function Reminded({ of }: { of: Awaited<ReturnType<typeof remindersOf>> }) {
  const [last] = of
  if (!last) return null
  const times = of.length === 1 ? 'once' : `${of.length} times`
  return (
    <Text>
      Reminded {times}, last on {inWords(last.sentOn)} ({last.name}).
    </Text>
  )
}
