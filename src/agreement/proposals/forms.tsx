import {
  type Answers,
  type Field,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  select,
} from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Choices, Inset, Lead, Section, Text } from '../../platform/parts.tsx'
import { AskFor } from '../../platform/questions.tsx'
import type { ClauseRow } from '../queries.ts'
import type { Spoken } from './actions.ts'

const unseen = <Value,>(field: Field<Value>): Field<Value> => ({ ...field, widget: { kind: 'hidden' } })

/** Asked only of whoever signs for more than one school. */
const speakingFor = (schools: RowOptions): Field<number | null> => {
  const field = pick('School you speak for', schools, { ask: 'Select the school you speak for' })
  return schools.length > 1 ? (field as Field<number | null>) : unseen(optional(field))
}

export const commentForm = (schools: RowOptions) =>
  form<Spoken & { words: string }>({
    words: longText('Your comment', { ask: 'Enter your comment', max: 5000, rows: 4 }),
    membershipId: speakingFor(schools),
  })

const reason = longText('Why', {
  ask: 'Enter why',
  hint: 'What is wrong with it now, and what this would change for schools',
  max: 5000,
  rows: 4,
})

export const rewordForm = (schools: RowOptions) =>
  form<Spoken & { words: string; reason: string }>({
    words: longText('The words you propose', { ask: 'Enter the words you propose' }),
    reason,
    membershipId: speakingFor(schools),
  })

export const removeForm = (schools: RowOptions) =>
  form<Spoken & { reason: string }>({ reason, membershipId: speakingFor(schools) })

/** An agreement without parts is not asked for one. */
export const addForm = (schools: RowOptions, parts: string[]) => {
  const part = optional(
    select('Part', Object.fromEntries(parts.map((part) => [part, part])), {
      ask: '',
      hint: 'Where it would stand',
    }),
  )
  return form<Spoken & { part: string | null; words: string; reason: string }>({
    part: parts.length > 0 ? part : unseen(part),
    words: longText('The words of the clause', { ask: 'Enter the words of the clause' }),
    reason,
    membershipId: speakingFor(schools),
  })
}

export const declineForm = form<{ reason: string }>({
  reason: longText('Why the heads did not adopt it', {
    ask: 'Enter why the heads did not adopt it',
    hint: 'Everybody who proposed or commented is sent this',
    max: 5000,
    rows: 4,
  }),
})

export const adoptForm = (drafts: RowOptions) =>
  form<{ draftId: number }>({
    draftId: pick('Draft', drafts, {
      ask: 'Select the draft',
      hint: 'The change is made in it at once. Schools see it when the draft is published.',
    }),
  })

export const clauseAsk = (clauses: RowOptions) =>
  form<{ clause: number }>({ clause: pick('Clause', clauses, { ask: 'Select the clause' }) })

type ChangeProps = {
  clauses: RowOptions
  answers: Answers
  chosen: ClauseRow | undefined
  number: number
  review: string
}

/** Which change: a clause is chosen first, unless the change is a new one. */
export function ChangePage({ clauses, answers, chosen, number, review }: ChangeProps) {
  return (
    <Page
      title="Propose a change"
      wrong={answers.errors.length > 0}
      up={{ href: '/agreement/proposals', says: 'Proposals' }}
    >
      <Lead>Every proposal is read by the heads and chairs, who comment on it before it is decided.</Lead>
      <Text>{review}</Text>
      <Section title={`Change a clause of version ${number}`}>
        <AskFor form={clauseAsk(clauses)} answers={answers} submit={chosen ? 'Show another' : 'Show it'} />
        {chosen && <Chosen clause={chosen} />}
      </Section>
      <Section title="Or add one">
        <Choices
          items={[
            {
              href: '/agreement/proposals/add',
              title: 'A new clause',
              says: 'Something that the agreement does not say yet.',
            },
          ]}
          inSection
        />
      </Section>
    </Page>
  )
}

const Chosen = ({ clause }: { clause: ClauseRow }) => (
  <>
    <Inset>
      {clause.number}. {clause.words}
    </Inset>
    <Choices
      items={[
        {
          href: `/agreement/proposals/clauses/${clause.id}/reword`,
          title: 'Propose other words',
          says: 'You begin with the words as they are now.',
        },
        {
          href: `/agreement/proposals/clauses/${clause.id}/remove`,
          title: 'Propose to remove it',
          says: 'The agreement would no longer say this.',
        },
      ]}
      inSection
    />
  </>
)
