import type { Child, PropsWithChildren } from 'hono/jsx'
import { dayInLondon, inShort, momentInWords } from '../../platform/day.ts'
import {
  choice,
  type Form,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  select,
  yesNo,
} from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Inset, Lead, Link, Section, Small, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { Asking } from './actions.ts'
import { AnsweredTag } from './parts.tsx'
import type { Question, QuestionFilter, QuestionRow } from './queries.ts'
import { inBrief } from './rules.ts'
import { questionKinds } from './tables.ts'

export const questionFilter = (clauses: RowOptions, schools: RowOptions) =>
  form<QuestionFilter>({
    clause: optional(pick('Clause', clauses, { ask: '', empty: 'Any' })),
    kind: optional(select('Kind', questionKinds, { ask: '', empty: 'Any' })),
    school: optional(pick('School', schools, { ask: '', empty: 'Any' })),
    answered: optional(yesNo('Answered', { ask: '' })),
  })

const kindHint =
  'A question asks to have something made clear. With a reservation your school signs, and says what it does not accept or how it understands the clause.'

/** A school is asked for only of whoever signs for several. */
export function askForm(clauses: RowOptions, schools: RowOptions) {
  const school = pick('School', schools, { ask: 'Select the school you sign for' })
  return form<Asking>({
    clauseId: pick('Clause', clauses, { ask: 'Select the clause' }),
    membershipId: schools.length > 1 ? optional(school) : { ...optional(school), widget: { kind: 'hidden' } },
    kind: choice('Is it a question or a reservation?', questionKinds, {
      ask: 'Select whether it is a question or a reservation',
      hint: kindHint,
    }),
    words: longText('What you ask or reserve', {
      ask: 'Enter what you ask or reserve',
      hint: 'All members read it, with your school’s name and the answer',
      max: 5000,
      rows: 5,
    }),
  })
}

export const wordsForm = form<{ words: string }>({
  words: longText('What you ask or reserve', { ask: 'Enter what you ask or reserve', max: 5000, rows: 5 }),
})

export const answerForm = form<{ answer: string }>({
  answer: longText('The answer', {
    ask: 'Enter the answer',
    hint: 'All members read it, and whoever asked is sent it',
    max: 5000,
    rows: 6,
  }),
})

export const questionsTable: Listing<QuestionRow> = {
  caption: 'Questions and reservations on clauses',
  empty: 'None match. A head or chair asks a question or makes a reservation before or while signing.',
  columns: [
    {
      title: 'Clause',
      sort: 'clause',
      show: ({ id, number, versionNumber }) => (
        <Link to={`/agreement/questions/${id}`}>
          Clause {number}, version {versionNumber}
        </Link>
      ),
      csv: ({ number, versionNumber }) => `Clause ${number}, version ${versionNumber}`,
    },
    { title: 'Kind', show: ({ kind }) => questionKinds[kind] },
    { title: 'School', sort: 'school', show: ({ school }) => school },
    { title: 'What it says', show: ({ words }) => inBrief(words), csv: ({ words }) => words },
    { title: 'Answer', show: (row) => <AnsweredTag {...row} />, csv: ({ answer }) => answer ?? '' },
    {
      title: 'Asked on',
      sort: 'on',
      show: ({ askedAt }) => inShort(dayInLondon(askedAt)),
      csv: ({ askedAt }) => dayInLondon(askedAt),
    },
  ],
}

type QuestionsProps = { shown: ListShown<QuestionRow>; filter: Form<QuestionFilter>; asks: boolean }

export const QuestionsPage = ({ shown, filter, asks }: QuestionsProps) => (
  <ListPage
    title="Questions and reservations"
    lead="What schools asked of a clause before they signed it, and what they were answered."
    of={questionsTable}
    filter={filter}
    shown={shown}
    noun={['question or reservation', 'questions and reservations']}
    add={asks && { href: '/agreement/questions/new', says: 'Ask about a clause' }}
  />
)

type QuestionProps = {
  question: Question
  may: { asker: boolean; answer: boolean; correct: boolean; read: boolean }
  history: Child
}

export function QuestionPage({ question, may, history }: QuestionProps) {
  const { id, kind, number, school, words } = question
  return (
    <Page
      title={`${questionKinds[kind]} on clause ${number}`}
      up={{ href: '/agreement/questions', says: 'Questions and reservations' }}
    >
      <Lead>{words}</Lead>
      <Facts
        facts={[
          { is: 'School', says: school },
          may.asker && { is: 'Asked by', says: question.asker },
          { is: 'Asked on', says: momentInWords(question.askedAt) },
          { is: 'State', says: <AnsweredTag {...question} /> },
        ]}
      />
      <Text>
        Clause {number} of version {question.versionNumber} says:
      </Text>
      <Inset>{question.clauseWords}</Inset>
      <Answer question={question}>
        <Deeds>
          {may.read && (
            <PressButton action={`/agreement/questions/${id}/read`} says="I have read the answer" />
          )}
          {may.answer && (
            <ButtonLink
              to={`/agreement/questions/${id}/answer`}
              {...(question.answer === null ? {} : { kind: 'secondary' })}
            >
              {question.answer === null ? 'Answer it' : 'Correct the answer'}
            </ButtonLink>
          )}
          {may.correct && (
            <ButtonLink to={`/agreement/questions/${id}/correct`} kind="secondary">
              Correct your words
            </ButtonLink>
          )}
        </Deeds>
      </Answer>
      {history}
    </Page>
  )
}

const Answer = ({
  question: { answer, answeredAt },
  children,
}: PropsWithChildren<{ question: Question }>) => (
  <Section title="The answer">
    <Text>{answer ?? 'The office has not answered yet. Whoever asked is sent the answer.'}</Text>
    {answeredAt && <Small>Answered on {momentInWords(answeredAt)}</Small>}
    {children}
  </Section>
)
