import { type Day, inShort } from '../../../platform/day.ts'
import { type Answers, dayField, type Form, form, yesNo } from '../../../platform/form.ts'
import { Page } from '../../../platform/page.tsx'
import { Bullets, Inset, Text } from '../../../platform/parts.tsx'
import { FormFor } from '../../../platform/questions.tsx'
import type { Deployment } from '../../deployments/queries.ts'
import { halves } from '../../visits/tables.ts'
import type { Planned } from './queries.ts'

type Asked = { closedOn: Day; cancels?: boolean }

const closedOn = dayField('On which day did it close?', {
  ask: 'Enter the day on which it closed',
  hint: 'Today or earlier, and not before the last visit. For example, 27/3/2018',
  from: 2010,
})

const cancels = yesNo('Cancel the visits that are still planned?', {
  ask: 'Select whether they are cancelled',
  hint: 'Those who keep the time free are told. Record visits that took place as done first',
})

export const closeForm = (planned: Planned[]): Form<Asked> =>
  planned.length === 0 ? form({ closedOn }) : form({ closedOn, cancels })

type Props = { deployment: Deployment; planned: Planned[]; evaluationDays: number; answers: Answers }

export const ClosePage = ({ deployment, planned, evaluationDays, answers }: Props) => (
  <Page
    title={`Close the support for ${deployment.toSchool}`}
    up={{ href: `/support/deployments/${deployment.id}`, says: 'The support' }}
    wrong={answers.errors.length > 0}
  >
    <Text>
      The head of {deployment.toSchool} then evaluates it within {evaluationDays} school days (clause 26).
      Half-days that were agreed and not given are free again.
    </Text>
    {planned.length > 0 && (
      <Inset>
        These visits are still planned:
        <Bullets
          items={planned.map(({ visitedOn, half }) => `${inShort(visitedOn)}, ${halves[half].toLowerCase()}`)}
        />
      </Inset>
    )}
    <FormFor form={closeForm(planned)} answers={answers} submit="Close this support" />
  </Page>
)
