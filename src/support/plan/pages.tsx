import { inDays } from '../../platform/day.ts'
import type { Answers } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { Facts } from '../../platform/parts.tsx'
import type { Deployment } from '../deployments/queries.ts'
import { daysForm, planForm, reviewForm } from './form.ts'

type Props = { deployment: Deployment; answers: Answers }

const upOf = ({ id }: Deployment) => `/support/deployments/${id}`

/** What was asked for stands above what is agreed, so that the one answers the other. */
const Asked = ({ need, outcomeHoped }: Deployment) => (
  <Facts
    facts={[
      { is: 'What was asked for', says: need },
      { is: 'The outcome hoped for', says: outcomeHoped },
    ]}
  />
)

export const PlanFormPage = ({ deployment, answers }: Props) => (
  <FormPage
    form={planForm}
    answers={answers}
    title={deployment.state === 'agreed' ? 'Agree the plan' : 'Change the plan'}
    up={upOf(deployment)}
    lead={
      deployment.state === 'agreed'
        ? 'The head of the school and the practitioner agree it together; either writes it down. The support begins with it.'
        : 'Either of you changes it. What stood before is kept.'
    }
    submit={deployment.state === 'agreed' ? 'Agree the plan and begin' : 'Save'}
  >
    <Asked {...deployment} />
  </FormPage>
)

export const ReviewFormPage = ({ deployment, answers }: Props) => (
  <FormPage
    form={reviewForm}
    answers={answers}
    title="Mid-point review"
    up={upOf(deployment)}
    lead="Look back together, half way. It is about the support, and about nobody’s work. Either of you writes it down."
  >
    <Asked {...deployment} />
  </FormPage>
)

export const DaysFormPage = ({ deployment, answers }: Props) => (
  <FormPage
    form={daysForm}
    answers={answers}
    title="Agree more days"
    up={upOf(deployment)}
    lead={`${inDays(deployment.halfDaysAgreed ?? 0)} are agreed for ${deployment.practitioner} at ${deployment.toSchool}. The head of the supporting school is told of more.`}
  />
)
