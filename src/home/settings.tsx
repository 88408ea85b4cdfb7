import { type Answers, form, text } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { Lead } from '../platform/parts.tsx'
import { FormFor } from '../platform/questions.tsx'
import type { AllianceFilled } from './actions.ts'

export const allianceForm = form<AllianceFilled>({
  name: text('Name of the alliance', { ask: 'Enter the name of the alliance', max: 100 }),
  shortName: text('Short name', {
    ask: 'Enter a short name',
    hint: 'A few letters, as people say it, like RVLA',
    max: 20,
    width: 10,
  }),
})

export function SettingsPage({ answers }: { answers: Answers }) {
  return (
    <Page title="Settings" wrong={answers.errors.length > 0}>
      <Lead>What the alliance is called on every page, in mail and in its reviews.</Lead>
      <FormFor form={allianceForm} answers={answers} submit="Save" />
    </Page>
  )
}
