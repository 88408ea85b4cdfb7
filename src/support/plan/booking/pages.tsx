import type { Child } from 'hono/jsx'
import { inDays, inShort } from '../../../platform/day.ts'
import type { Answers } from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { Link, Text } from '../../../platform/parts.tsx'
import type { Deployment } from '../../deployments/queries.ts'
import { cancelForm, seriesForm, visitForm, visitFormUnasked } from './form.ts'

/** The tick that a day is meant is asked for once the day has given reason to. */
const formFor = ({ errors, values }: Answers) =>
  values.anyway || errors.some(({ field }) => field === 'anyway') ? visitForm : visitFormUnasked

type NewProps = { deployment: Deployment; booked: number; answers: Answers }

const leftOf = ({ halfDaysAgreed, practitioner, toSchool }: Deployment, booked: number) =>
  `${practitioner} at ${toSchool}: ${inDays(Math.max(0, (halfDaysAgreed ?? 0) - booked))} of ${inDays(halfDaysAgreed ?? 0)} left to plan. Everybody who takes part is sent it for their calendar.`

const OtherWay = ({ to, children }: { to: string; children?: Child }) => (
  <Text>
    <Link to={to}>{children}</Link>
  </Text>
)

export const VisitFormPage = ({ deployment, booked, answers }: NewProps) => (
  <FormPage
    form={formFor(answers)}
    answers={answers}
    title="Plan a visit"
    up={`/support/deployments/${deployment.id}`}
    lead={leftOf(deployment, booked)}
    submit="Plan this visit"
  >
    <OtherWay to={`/support/deployments/${deployment.id}/visits/series`}>
      Plan several visits at once
    </OtherWay>
  </FormPage>
)

export const SeriesFormPage = ({ deployment, booked, answers }: NewProps) => (
  <FormPage
    form={seriesForm}
    answers={answers}
    title={deployment.kind === 'coaching' ? 'Plan the coaching programme' : 'Plan several visits'}
    up={`/support/deployments/${deployment.id}`}
    lead={`${leftOf(deployment, booked)} Days on which the school has no pupils in are left out, and the programme goes on after them.`}
    submit="Plan them all"
  >
    <OtherWay to={`/support/deployments/${deployment.id}/visits/new`}>Plan a single visit</OtherWay>
  </FormPage>
)

type VisitProps = {
  visit: { id: number; toSchool: string; visitedOn: string & Parameters<typeof inShort>[0] }
  answers: Answers
}

const upOf = ({ visit }: VisitProps) => `/support/visits/${visit.id}/note`

export const MoveFormPage = (props: VisitProps) => (
  <FormPage
    form={formFor(props.answers)}
    answers={props.answers}
    title={`Move the visit to ${props.visit.toSchool}`}
    up={upOf(props)}
    lead={`It is planned for ${inShort(props.visit.visitedOn)}. Everybody who takes part is sent the change.`}
  />
)

export const CancelFormPage = (props: VisitProps) => (
  <FormPage
    form={cancelForm}
    answers={props.answers}
    title={`No visit to ${props.visit.toSchool} on ${inShort(props.visit.visitedOn)}`}
    up={upOf(props)}
    lead="Said before the day, it is called off and its time is free again. On the day or later, it is kept which of the two could not."
    submit="The visit does not take place"
  />
)
