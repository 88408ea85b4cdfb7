import {
  choice,
  dayField,
  type Field,
  type Form,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  select,
  time,
  yesNo,
} from '../../platform/form.ts'
import { askings, countings, type Manner, majorities, manners } from '../tables.ts'
import type { MotionProposed, Spoken } from './actions.ts'
import type { Amended, AmendmentCorrected } from './amendments.ts'
import type { Drafted } from './draft.ts'
import type { Window } from './rules.ts'

const MOST_IN_QUESTION = 2000

const question = longText('The question', {
  ask: 'Enter the question',
  hint: 'As it is voted on, like “That the alliance buys nine minibuses”',
  max: MOST_IN_QUESTION,
  rows: 4,
})
const explanation = optional(
  longText('Explanation', {
    ask: '',
    hint: 'What it would mean for a school, and why it is asked',
    max: MOST_IN_QUESTION,
    rows: 4,
  }),
)

const mannerAsked = {
  ask: 'Select how the schools vote',
  hint: 'By name, what each school chose is told once the vote is closed. In secret, nobody ever learns who chose what, not even the office.',
}
const { hands: _, ...mannersFromAfar } = manners
const manner = (byCorrespondence: boolean): Field<Manner> =>
  byCorrespondence
    ? choice<Manner>('How the schools vote', mannersFromAfar as typeof manners, mannerAsked)
    : choice('How the schools vote', manners, mannerAsked)

/** A question of one kind of vote only, which must be answered for that kind. */
const ofOneKind = <Value>(field: Field<Value>): Field<Value | null> => ({
  ...optional(field),
  label: field.label,
})

const majority = (agreed: Agreed) =>
  ofOneKind(
    select('What it needs to be carried', majorities, {
      ask: '',
      hint: agreed.majority,
      empty: 'As the heads agreed',
    }),
  )
const proposalId = (proposals: RowOptions) =>
  optional(
    pick('Change to the agreement that it decides', proposals, {
      ask: 'Choose a proposal from the list',
      empty: 'None',
    }),
  )

const window = (agreed: Agreed) => ({
  opensOn: dayField('Opens on', {
    ask: 'Enter the day on which it opens',
    hint: 'Like 27/3/2027',
    from: 2000,
  }),
  opensTime: time('Opens at', { ask: 'Enter the time at which it opens', hint: 'Like 9:00' }),
  closesOn: dayField('Closes on', {
    ask: 'Enter the day on which it closes',
    hint: agreed.window,
    from: 2000,
  }),
  closesTime: time('Closes at', { ask: 'Enter the time at which it closes', hint: 'Like 17:00' }),
})

/** What the terms say, beside the questions that they answer. */
export type Agreed = { majority: string; window: string }

/** Whom a question about the school is put to: one who speaks for several must say for which, its keeper may. */
export type Speaking = { schools: RowOptions; must: boolean }

function speakingFor({ schools, must }: Speaking): Field<number | null> {
  const asked = pick('School that proposes it', schools, {
    ask: 'Select the school you speak for',
    empty: must ? 'Choose one' : 'None',
  })
  if (must) return asked as Field<number | null>
  const left = optional(asked)
  return schools.length > 0 ? left : { ...left, widget: { kind: 'hidden' } }
}

export type Choices = { proposals: RowOptions; items: RowOptions; speaking: Speaking; agreed: Agreed }

const asked = (byCorrespondence: boolean, { proposals, agreed }: Pick<Choices, 'proposals' | 'agreed'>) => ({
  asks: choice('What is voted on', askings, { ask: 'Select what is voted on' }),
  question,
  explanation,
  manner: manner(byCorrespondence),
  mayChange: yesNo('May a school change its vote until the close?', {
    ask: 'Select yes if a school may change its vote',
    hint: 'By name or in secret. A show of hands stays as it was counted.',
  }),
  majority: majority(agreed),
  proposalId: proposalId(proposals),
  counting: ofOneKind(
    choice('How it is counted', countings, {
      ask: '',
      hint: 'A tie is decided by a lot that everybody can check',
    }),
  ),
  candidates: ofOneKind(
    longText('Candidates', {
      ask: '',
      hint: 'One on each line, in the order in which they stand on the paper',
      max: 11_000,
      rows: 5,
    }),
  ),
})

type DraftForm = Form<Omit<Drafted, 'itemId' | keyof Window> & Spoken>

/** What is asked of a vote at a meeting, or between meetings with when it is open. */
export const draftForm = (byCorrespondence: boolean, choices: Choices): DraftForm => {
  const { items, speaking, agreed } = choices
  const both = { ...asked(byCorrespondence, choices), membershipId: speakingFor(speaking) }
  return byCorrespondence
    ? form<Required<Drafted> & Spoken>({
        ...both,
        ...window(agreed),
        itemId: optional(
          pick('Item of a meeting that it belongs to', items, {
            ask: 'Choose an item from the list',
            empty: 'None',
          }),
        ),
      })
    : form<Omit<Drafted, 'itemId' | keyof Window> & Spoken>(both)
}

/** The same of a draft that stands, whose proposer does not change. */
export const correctForm = (byCorrespondence: boolean, choices: Omit<Choices, 'speaking'>) =>
  draftForm(byCorrespondence, { ...choices, speaking: { schools: [], must: false } })

/** The questions of that form, one thing after another. */
export const draftGroups = (byCorrespondence: boolean) => [
  { title: 'What is asked', asks: ['asks', 'question', 'explanation', 'membershipId'] },
  { title: 'If it is a motion', asks: ['majority', 'proposalId'] },
  { title: 'If it is an election', asks: ['counting', 'candidates'] },
  { title: 'How it is voted', asks: ['manner', 'mayChange'] },
  ...(byCorrespondence
    ? [
        {
          title: 'When the schools vote',
          asks: ['opensOn', 'opensTime', 'closesOn', 'closesTime', 'itemId'],
        },
      ]
    : []),
]

export const proposeForm = (
  byCorrespondence: boolean,
  { proposals, speaking }: Pick<Choices, 'proposals' | 'speaking'>,
) =>
  form<MotionProposed>({
    question,
    explanation,
    manner: manner(byCorrespondence),
    proposalId: proposalId(proposals),
    membershipId: speakingFor(speaking),
  })

const amendedWords = longText('How the motion would read', {
  ask: 'Enter how the motion would read',
  hint: 'All its words, with yours among them',
  max: MOST_IN_QUESTION,
  rows: 6,
})
const reason = optional(longText('Why', { ask: '', max: MOST_IN_QUESTION, rows: 3 }))
const inShort = longText('The amendment in short', {
  ask: 'Enter the amendment in short',
  hint: 'Like “That nine be amended to ten”',
  max: MOST_IN_QUESTION,
  rows: 2,
})

export const amendForm = (speaking: Speaking) =>
  form<Amended & Spoken>({
    amendedWords,
    question: optional({ ...inShort, hint: 'Left empty, we write it from the words that change' }),
    explanation: reason,
    membershipId: speakingFor(speaking),
  })

type AmendmentForm = Form<Omit<AmendmentCorrected, keyof Window>>

export const correctAmendmentForm = (byCorrespondence: boolean, agreed: Agreed): AmendmentForm => {
  const words = { amendedWords, question: inShort, explanation: reason }
  return byCorrespondence
    ? form<Required<AmendmentCorrected>>({ ...words, ...window(agreed) })
    : form<Omit<AmendmentCorrected, keyof Window>>(words)
}

export const whyForm = (hint: string) =>
  form<{ why: string }>({
    why: longText('Why', { ask: 'Enter why', hint, max: MOST_IN_QUESTION, rows: 3 }),
  })
