import type { Child } from 'hono/jsx'
import { type Day, dayInLondon, inShort, inWords } from '../../platform/day.ts'
import { type Answers, type Form, form, optional, search, select } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import {
  ButtonLink,
  Deeds,
  Facts,
  Inset,
  Lead,
  Link,
  Section,
  Tag,
  Text,
  type Tone,
} from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { Deployment } from '../deployments/queries.ts'
import { Outcomes } from './parts.tsx'
import type { Check, Evaluation, EvaluationFilter, EvaluationRow } from './queries.ts'
import { dueInWords, type EvaluationState, evaluationStates, HAS_PART, outcomeInWords } from './rules.ts'

const up = ({ id }: { id: number }) => ({ href: `/support/deployments/${id}`, says: 'The support' })

type FormProps = {
  deployment: Deployment
  form: Form<never> | Form<unknown>
  answers: Answers
  title: string
  submit: string
  /** How both said they would see whether the outcome came, where they made a plan. */
  measures?: string | undefined
  children?: Child
}

/** A form about what support came to, with the outcome hoped for in sight. */
export const AboutSupportPage = (props: FormProps) => {
  const { deployment, form: asked, answers, title, submit, measures, children } = props
  const { practitioner, fromSchool, area, outcomeHoped } = deployment
  return (
    <Page title={title} up={up(deployment)} wrong={answers.errors.length > 0}>
      <Facts
        facts={[
          { is: 'Support', says: `${area}, from ${practitioner} of ${fromSchool}` },
          { is: 'Outcome hoped for', says: outcomeHoped },
          measures !== undefined && { is: 'How you meant to see it', says: measures },
        ]}
      />
      {children}
      <FormFor form={asked} answers={answers} submit={submit} />
    </Page>
  )
}

/** Who reads an evaluation, said before it is written. */
export const WhoReads = () => (
  <Inset>
    The head and deputies of both schools, the practitioner, SSIG and the alliance office read this. It is
    about the support and what came of it: nothing of it is used in anybody’s appraisal.
  </Inset>
)

type EvaluationProps = {
  deployment: Deployment
  evaluation: Evaluation
  checks: Check[]
  may: { correct: boolean; signOff: boolean; check: boolean; hasPart: boolean }
  today: Day
  history: Child
}

/** What the supported head said, what came of it later, and whether it was signed off. */
export function EvaluationPage({ deployment, evaluation, checks, may, today, history }: EvaluationProps) {
  const { id, evaluationDue, outcomeHoped } = deployment
  const evaluatedOn = dayInLondon(evaluation.evaluatedAt)
  return (
    <Page title={`Evaluation of support for ${deployment.toSchool}`} up={up(deployment)}>
      <Lead>
        {deployment.area}, from {deployment.practitioner} of {deployment.fromSchool}.
      </Lead>
      <Facts
        facts={[
          { is: 'Evaluated by', says: evaluation.evaluatedByName },
          { is: 'When', says: dueInWords(evaluationDue, evaluatedOn, today) },
          { is: 'Outcome hoped for', says: outcomeHoped },
          { is: 'Was it reached?', says: outcomeInWords(evaluation.outcome) },
          { is: 'Who took part', says: evaluation.reach },
          { is: 'What they made of it', says: evaluation.reaction },
          { is: 'What staff do differently', says: evaluation.practice },
          { is: 'How the head knows', says: evaluation.evidence },
          { is: 'What has changed for pupils', says: evaluation.impact },
          { is: 'Would recommend it', says: evaluation.wouldRecommend ? 'Yes' : 'No' },
          evaluation.next !== null && { is: 'What is next', says: evaluation.next },
        ]}
      />
      <Deeds>
        {may.check && (
          <ButtonLink to={`/support/deployments/${id}/outcome`}>Say what came of it by now</ButtonLink>
        )}
        {may.correct && (
          <ButtonLink to={`/support/deployments/${id}/evaluation/correct`} kind="secondary">
            Correct this
          </ButtonLink>
        )}
        {may.signOff && (
          <PressButton action={`/support/deployments/${id}/sign-off`} says="Sign off this evaluation" />
        )}
      </Deeds>
      {may.hasPart && <Text>{HAS_PART}.</Text>}
      {deployment.state === 'signed off' && <Text>It has been signed off, and stands as it is.</Text>}
      <Outcomes checks={checks} today={today} />
      {history}
    </Page>
  )
}

export const evaluationFilter = form<EvaluationFilter>({
  words: optional(search('Search', { hint: 'A school, practitioner or area' })),
  state: optional(select('State', evaluationStates, { ask: 'Choose a state from the list' })),
})

const tones: Record<EvaluationState, Tone> = {
  due: 'due',
  late: 'bad',
  'to sign off': 'due',
  'to check': 'due',
  'signed off': 'good',
}

const hrefOf = ({ id, evaluatedOn }: EvaluationRow) =>
  `/support/deployments/${id}${evaluatedOn === null ? '#evaluation' : '/evaluation'}`

const dayColumn = (title: string, sort: string, of: (row: EvaluationRow) => Day | null) => ({
  title,
  sort,
  day: true as const,
  show: (row: EvaluationRow) => {
    const on = of(row)
    return on && inShort(on)
  },
  csv: of,
})

export const evaluations: Listing<EvaluationRow> = {
  caption: 'Evaluations of support',
  empty: 'No evaluation matches. Support appears here once it is closed.',
  columns: [
    {
      title: 'Supported school',
      sort: 'school',
      show: (row) => <Link to={hrefOf(row)}>{row.school}</Link>,
      csv: ({ school }) => school,
    },
    { title: 'Area', show: ({ area }) => area },
    {
      title: 'From',
      sort: 'practitioner',
      show: ({ practitioner, supporting }) => `${practitioner}, ${supporting}`,
    },
    dayColumn('Closed', 'closed', ({ closedOn }) => closedOn),
    dayColumn('Due', 'due', ({ evaluationDue }) => evaluationDue),
    dayColumn('Evaluated', 'evaluated', ({ evaluatedOn }) => evaluatedOn),
    {
      title: 'Outcome',
      show: ({ outcome }) => outcome && outcomeInWords(outcome),
      csv: ({ outcome }) => outcome && outcomeInWords(outcome),
    },
    {
      title: 'State',
      show: ({ state }) => <Tag says={evaluationStates[state]} tone={tones[state]} />,
      csv: ({ state }) => evaluationStates[state],
    },
  ],
}

export const EvaluationsPage = (shown: ListShown<EvaluationRow>) => (
  <ListPage
    title="Evaluations of support"
    lead="The head of a supported school evaluates what came of it (clause 26). You see the evaluations of support that you take part in."
    of={evaluations}
    filter={evaluationFilter}
    shown={shown}
    noun={['evaluation', 'evaluations']}
    up={{ href: '/support/deployments', says: 'Requests for support' }}
  />
)

/** Nothing is to be answered here on this day, with why. */
export const NothingAsked = ({ deployment, says }: { deployment: Deployment; says: string }) => (
  <Page title="Nothing to answer here" up={up(deployment)}>
    <Section title="Why">
      <Text>{says}</Text>
    </Section>
  </Page>
)

export const nextAsked = (dueOn: Day | null) =>
  dueOn === null
    ? 'The outcome is asked for again next term: on which day is counted once the alliance’s term dates are here.'
    : `The outcome is asked for again on ${inWords(dueOn)}.`
