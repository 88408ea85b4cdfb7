import {
  type Answers,
  choice,
  dayField,
  form,
  kept,
  longText,
  optional,
  pick,
  type RowOptions,
  text,
  wholeNumber,
} from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { Page } from '../../platform/page.tsx'
import { Bullets, Lead, Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { inBrief } from '../proposals/rules.ts'
import type { ClauseRow } from '../queries.ts'
import type { Publication } from '../rules.ts'
import type { ClauseFilled } from './actions.ts'
import { upTo } from './pages.tsx'
import type { Draft } from './queries.ts'

/** Where a clause may stand: first, or behind one of the others. */
export const clauseForm = (others: ClauseRow[]) => {
  const places: RowOptions = [
    [0, 'First of all'],
    ...others.map((other) => [other.id, `After ${inBrief(other)}`] as const),
  ]
  return form<ClauseFilled>({
    number: text('Number', { ask: 'Enter the number', hint: 'Like 12, 12a or 3.1', max: 20, width: 5 }),
    words: longText('Words', { ask: 'Enter the words', rows: 6 }),
    part: optional(text('Heading it stands under', { ask: '' })),
    after: pick('Place', places, { ask: 'Select where it stands' }),
  })
}

type ClauseProps = { draft: Draft; form: ReturnType<typeof clauseForm>; answers: Answers; clause?: ClauseRow }

export const ClausePage = ({ draft, form, answers, clause }: ClauseProps) => (
  <FormPage
    form={form}
    answers={answers}
    title={clause ? `Correct clause ${clause.number}` : 'Add a clause'}
    up={upTo(draft)}
  >
    {clause && (
      <PressButton
        action={`/agreement/drafts/${draft.id}/clauses/${clause.id}/remove`}
        says="Remove this clause"
        warning
      />
    )}
  </FormPage>
)

export const wordsForm = form<{ title: string; opening: string | null }>({
  title: text('Title', { ask: 'Enter the title' }),
  opening: optional(longText('Opening', { ask: '', hint: 'What stands before the first clause', rows: 10 })),
})

export const WordsPage = ({ draft, answers }: { draft: Draft; answers: Answers }) => (
  <FormPage form={wordsForm} answers={answers} title="Correct title and opening" up={upTo(draft)} />
)

type PublishFilled = Omit<Publication, 'inForceOn' | 'inForceSigned'> & {
  rule: 'day' | 'signed'
  inForceOn: Publication['publishedOn'] | null
  inForceSigned: number | null
  seen: string
}

export const publishForm = form<PublishFilled>({
  publishedOn: dayField('Published on', {
    ask: 'Enter the day it counts from',
    hint: 'The day it counts from, like 1/9/2026',
  }),
  rule: choice(
    'When it comes into force',
    { day: 'On a day', signed: 'When a number of members have signed' },
    { ask: 'Select when it comes into force' },
  ),
  inForceOn: optional(
    dayField('The day it comes into force', { ask: '', hint: 'If it comes into force on a day' }),
  ),
  inForceSigned: optional(
    wholeNumber('How many members must have signed', {
      ask: '',
      hint: 'If it comes into force when members have signed',
      min: 1,
      max: 1_000,
    }),
  ),
  signBy: optional(
    dayField('To be signed by', {
      ask: '',
      hint: 'Until then a school’s signature to the version before still stands',
    }),
  ),
  reviewOn: optional(dayField('To be reviewed by', { ask: '' })),
  seen: kept('Seen'),
})

type PublishProps = { draft: Draft; answers: Answers; says: string; members: number }

export const PublishPage = ({ draft, answers, says, members }: PublishProps) => (
  <Page title="Publish this draft" wrong={answers.errors.length > 0} up={upTo(draft)}>
    <Lead>From then on its words stand and the {members} members are asked to sign it.</Lead>
    <Bullets
      items={[says, 'A published version is never changed. What is wrong in it is put right in the next.']}
    />
    <FormFor form={publishForm} answers={answers} submit="Publish" />
  </Page>
)

export const discardForm = form<Record<never, never>>({})

export const DiscardPage = ({ draft, answers }: { draft: Draft; answers: Answers }) => (
  <Page title="Give up this draft" wrong={answers.errors.length > 0} up={upTo(draft)}>
    <Text>
      “{draft.title}” is put away with its clauses. It can be taken up again from the list of drafts.
    </Text>
    <FormFor form={discardForm} answers={answers} submit="Give it up" warning />
  </Page>
)
