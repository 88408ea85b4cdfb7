import { type Day, inWords } from '../../platform/day.ts'
import type { Answers, Form } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import { Deeds, Inset, Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { numberOf } from '../invoices/rules.ts'
import { holdForm, undoForm } from './forms.ts'

type Named = { id: number; prefix: string; number: number; school: string; dueOn: Day }
const href = (id: number) => `/subscriptions/invoices/${id}`

export const HoldPage = ({ of, held, answers }: { of: Named; held: boolean; answers: Answers }) => (
  <FormPage
    form={holdForm}
    answers={answers}
    title={`Hold the reminders of ${numberOf(of)}`}
    up={{ href: href(of.id), says: numberOf(of) }}
    lead={`Nobody at ${of.school} is reminded of this invoice until then. It stays due by ${inWords(of.dueOn)}.`}
    submit={held ? 'Save' : 'Hold reminders'}
  >
    {held && (
      <Deeds>
        <PressButton action={`${href(of.id)}/hold/lift`} says="Let reminders go on" quiet />
      </Deeds>
    )}
  </FormPage>
)

type WriteOffProps = { of: Named; owedPence: number; form: Form<never> | Form<unknown>; answers: Answers }

export const WriteOffPage = ({ of, owedPence, form, answers }: WriteOffProps) => (
  <Page
    title={`Write off ${numberOf(of)}`}
    up={{ href: href(of.id), says: numberOf(of) }}
    wrong={answers.errors.length > 0}
  >
    <Text>
      {of.school} still owes {inPounds(owedPence)}. What is written off is not asked for any more, and stands
      in the books as a loss of the fund. It takes a decision of the board.
    </Text>
    <FormFor form={form} answers={answers} submit="Write it off" warning />
  </Page>
)

type UndoProps = {
  of: { invoiceId: number; prefix: string; number: number; pence: number; decision: string }
}

export const UndoPage = ({ of, answers }: UndoProps & { answers: Answers }) => (
  <Page
    title={`Undo the write-off of ${numberOf(of)}`}
    up={{ href: href(of.invoiceId), says: numberOf(of) }}
    wrong={answers.errors.length > 0}
  >
    <Inset>
      {inPounds(of.pence)} was written off. {of.decision}
    </Inset>
    <Text>The invoice asks for it again. What was written off stays to be read, with why it was undone.</Text>
    <FormFor form={undoForm} answers={answers} submit="Undo the write-off" warning />
  </Page>
)
