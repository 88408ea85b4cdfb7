import type { Child } from 'hono/jsx'
import type { Answers } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { Inset, Lead, Text } from '../platform/parts.tsx'
import { AskFor } from '../platform/questions.tsx'
import type { countForm } from './forms.ts'

type CountProps = {
  form: ReturnType<typeof countForm>
  answers: Answers
  says: string | null
  warning: Child
}

export function CountPage({ form, answers, says, warning }: CountProps) {
  return (
    <Page
      title="Count school days"
      wrong={answers.errors.length > 0}
      up={{ href: '/calendars', says: 'Term dates' }}
    >
      {says && (
        <Inset>
          <Lead>{says}</Lead>
          {warning}
        </Inset>
      )}
      <AskFor form={form} answers={answers} submit="Count" />
      <Text>
        The day something arrives is day 0. If that is not a school day, the next school day is day 1. A
        deadline ends at 23:59.
      </Text>
    </Page>
  )
}
