import type { PropsWithChildren } from 'hono/jsx'
import type { Answers, Form } from './form.ts'
import { type NavItem, Page } from './page.tsx'
import { Text } from './parts.tsx'
import { FormFor } from './questions.tsx'

type FormPageProps = PropsWithChildren<{
  form: Form<never> | Form<unknown>
  answers: Answers
  title: string
  /** Where “Back” leads, or where this page belongs under a name of its own. */
  up: string | NavItem
  lead?: string | undefined
  submit?: string
}>

/** One form to record or correct something; what stands below it are the page's children. */
export function FormPage({ form, answers, title, up, lead, submit = 'Save', children }: FormPageProps) {
  const back = typeof up === 'string' ? { href: up, says: 'Back' } : up
  return (
    <Page title={title} wrong={answers.errors.length > 0} up={back}>
      {lead && <Text>{lead}</Text>}
      <FormFor form={form} answers={answers} submit={submit} />
      {children}
    </Page>
  )
}
