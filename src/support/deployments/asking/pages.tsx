import { type Day, inWords } from '../../../platform/day.ts'
import type { Answers, Form } from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { Inset, Link, Section, Text } from '../../../platform/parts.tsx'
import { explainForm, type RequestFilled } from './form.ts'

type AskProps = {
  form: Form<RequestFilled>
  answers: Answers
  school: string | null
  answerDue: Day | null
  days: number
}

/** The request for support; `school` where it can be for one only. */
export function AskPage({ form, answers, school, answerDue, days }: AskProps) {
  return (
    <FormPage
      {...{ form, answers }}
      title={school ? `Ask for support for ${school}` : 'Ask for support'}
      up={{ href: '/support', says: 'Support' }}
      submit="Ask SSIG"
    >
      <Section title="What happens next">
        <Text>
          {answerDue
            ? `Asked today, SSIG answers by ${inWords(answerDue)}: ${days} school days. If it has not, or cannot help, the school is free to ask another school itself (clause 27).`
            : 'The alliance’s term dates for this time are not here, so no last day for SSIG’s answer can be counted yet.'}
        </Text>
        <Text>
          Only SSIG, the office, your school’s head and deputies, and the colleague named here read it; the
          school that is asked to support you reads it once it is chosen, and its practitioner once released.
          The rest of the alliance sees totals.
        </Text>
      </Section>
    </FormPage>
  )
}

type CorrectProps = { form: Form<RequestFilled>; answers: Answers; id: number }

export const CorrectRequestPage = ({ form, answers, id }: CorrectProps) => (
  <FormPage
    {...{ form, answers }}
    title="Correct this request"
    up={`/support/deployments/${id}`}
    lead="What it said before is kept. SSIG’s answer stays due on the day that was counted when it was asked."
  />
)

type ExplainProps = { answers: Answers; id: number; spokenOn: Day; askedOn: Day }

export const ExplainPage = ({ answers, id, spokenOn, askedOn }: ExplainProps) => (
  <FormPage
    form={explainForm}
    {...{ answers }}
    title="Say what happened"
    up={`/support/deployments/${id}`}
    lead={`${spokeInWords(spokenOn, askedOn)} SSIG reads what you write here; nothing follows from it.`}
  />
)

export const spokeInWords = (spokenOn: Day, askedOn: Day) =>
  `Schools spoke on ${inWords(spokenOn)}; SSIG was asked on ${inWords(askedOn)}.`

type BoxProps = {
  id: number
  spokenOn: Day
  askedOn: Day
  school: string | null
  explained: string | null
  explains: boolean
}

/** That the schools spoke first, told and never held against anybody, with what the school says of it. */
export const SpokeFirst = ({ id, spokenOn, askedOn, school, explained, explains }: BoxProps) => (
  <Section title="Which came first" id="first-contact">
    <Inset>
      {spokeInWords(spokenOn, askedOn)}
      {school && ` The school it first spoke with is ${school}.`} Clause 27 asks that SSIG be approached first
      when support is sought from another member.
      {explains && !explained && ' Say what happened: SSIG reads it; nothing follows from it.'}
      {!explains && !explained && ' The school may say what happened.'}
    </Inset>
    {explained && <Text>The school says: “{explained}”. SSIG reads it; nothing follows from it.</Text>}
    {explains && (
      <Text>
        <Link to={`/support/deployments/${id}/explain`}>
          {explained ? 'Say it in other words' : 'Say what happened'}
        </Link>
      </Text>
    )}
  </Section>
)
