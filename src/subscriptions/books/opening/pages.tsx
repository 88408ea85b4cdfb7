import { type Day, inWords } from '../../../platform/day.ts'
import { type Answers, dayField, form, pounds, text } from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { inPounds } from '../../../platform/money.ts'
import { Page } from '../../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Lead, Link } from '../../../platform/parts.tsx'
import type { Opened } from './actions.ts'

const up = { href: '/subscriptions/books', says: 'Books' }
const title = 'Balance brought forward'

export const openingForm = form<Opened>({
  datedOn: dayField('First day', {
    ask: 'Enter the first day whose payments are recorded here',
    hint: 'The first day whose payments are recorded here, like 1/4/2018',
    from: 2000,
  }),
  pence: pounds('Held in the account at the start of that day', {
    ask: 'Enter what was held in the account',
    hint: 'As the host’s ledger or the bank says, like 12,345.67',
    max: 1_000_000_000,
  }),
})

export const whyForm = form<{ why: string }>({
  why: text('Why it is undone', {
    ask: 'Say why it is undone',
    hint: 'Like “The host’s ledger says £12,435.67”',
  }),
})

export const OpeningFormPage = ({ answers }: { answers: Answers }) => (
  <FormPage
    form={openingForm}
    {...{ answers, title, up }}
    submit="Bring forward"
    lead="What the alliance held when it began here is its reserve. Invoices from before that are still unpaid are brought in as invoices."
  />
)

export const OpeningPage = ({ opening }: { opening: { id: number; datedOn: Day; pence: number } }) => (
  <Page title={title} up={up}>
    <Lead>
      {inPounds(opening.pence)} was held in the account at the start of {inWords(opening.datedOn)}.
    </Lead>
    <Facts
      facts={[
        {
          is: 'In the books',
          says: <Link to={`/subscriptions/books/entries/${opening.id}`}>Entry {opening.id}</Link>,
        },
      ]}
    />
    <Deeds>
      <ButtonLink to="/subscriptions/books/opening/undo" kind="secondary">
        Undo it
      </ButtonLink>
    </Deeds>
  </Page>
)

export const UndoOpeningPage = ({ answers }: { answers: Answers }) => (
  <FormPage
    form={whyForm}
    answers={answers}
    title="Undo the balance brought forward"
    up={{ href: '/subscriptions/books/opening', says: title }}
    lead="It stays to be read, with an entry that takes it off again. After that another can be brought forward."
    submit="Undo"
  />
)
