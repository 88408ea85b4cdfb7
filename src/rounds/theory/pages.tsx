import type { Child } from 'hono/jsx'
import { type Day, inWords, momentInWords } from '../../platform/day.ts'
import { choice, dayField, form, longText, optional, text, yesNo } from '../../platform/form.ts'
import { ButtonLink, Deeds, Inset, Link, Section, Text } from '../../platform/parts.tsx'
import { Lines } from '../parts.tsx'
import type { RoundWithin } from '../queries.ts'
import { isTold } from '../rules.ts'
import { offers } from '../tables.ts'
import type { ShareFilled, StudyFilled } from './actions.ts'
import { type Theory, theoryInWords } from './rules.ts'

export const theoryForm = form<Theory & { returnOn: Day }>({
  theoryIf: longText('If we …', {
    ask: 'Enter what you will do',
    hint: 'What the school will do: “give pupils two minutes to think before anybody answers”',
    max: 1_000,
    rows: 3,
  }),
  theoryThen: longText('then …', {
    ask: 'Enter what will come of it',
    hint: 'What will come of it for pupils or teachers: “more of them will try an answer of their own”',
    max: 1_000,
    rows: 3,
  }),
  returnOn: dayField('Day of the return', {
    ask: 'Enter the day on which the school is visited again',
    hint: 'Six weeks after the visit, unless you agree another',
    from: 2000,
  }),
})

export const returnForm = form<{ words: string }>({
  words: longText('What was found on return', {
    ask: 'Enter what was found',
    hint: 'What the school did, what was seen of it in lessons, and whether the theory of action held. Name nobody',
    max: 4_000,
    rows: 8,
  }),
})

export const shareForm = form<ShareFilled>({
  shared: yesNo('Does the alliance read your theory of action now?', {
    ask: 'Select yes if the alliance may read it now',
    hint: 'Once the school has been visited again, the alliance reads it in any case. It never reads notes, rooms or the debrief',
  }),
  offered: choice(
    'May it become a case study?',
    { no: 'No', ...offers },
    {
      ask: 'Select whether it may become a case study',
      hint: 'The office writes it from your problem of practice, next level of work and return',
    },
  ),
})

const told = (label: string, hint: string) =>
  longText(label, { ask: `Enter ${label.toLowerCase()}`, hint, max: 4_000, rows: 6 })

export const studyForm = form<StudyFilled>({
  title: text('Title', { ask: 'Enter the title' }),
  theoryOfAction: longText('Theory of action', { ask: 'Enter the theory of action', max: 2_000, rows: 3 }),
  issue: told('The issue', 'From the problem of practice'),
  done: optional(told('What was done', 'From the next level of work')),
  impact: optional(told('The impact', 'From what was found on return')),
})

type Props = {
  round: RoundWithin
  may: { write: boolean; tell: boolean; share: boolean; study: boolean }
  /** Whether the host is open on the day of the return, where its calendar says so. */
  calendar: string | null
}

/** What follows from a debrief: the theory of action, the return, and what is made of it. */
export function TheorySection({ round, may, calendar }: Props): Child {
  const theory = theoryInWords(round)
  if (theory === null && round.returnOn === null) return null
  return (
    <Section title="Theory of action and return" id="theory">
      {theory ? <Inset>{theory}</Inset> : <Text>No theory of action yet: “If we …, then …”.</Text>}
      <ReturnText round={round} calendar={calendar} />
      {theory && <Text>{sharedInWords(round)}</Text>}
      <TheoryDeeds {...{ round, may }} has={theory !== null} />
      {round.caseStudyId !== null && (
        <Text>
          <Link to={`/case-studies/${round.caseStudyId}`}>The case study of this round</Link>
        </Text>
      )}
    </Section>
  )
}

const ReturnText = ({ round, calendar }: Pick<Props, 'round' | 'calendar'>) => (
  <>
    {round.returnedAt ? (
      <>
        <Text>
          The school has been visited again. What was found, told on {momentInWords(round.returnedAt)}:
        </Text>
        <Inset>
          <Lines of={round.returnedWords ?? ''} />
        </Inset>
      </>
    ) : (
      round.returnOn && (
        <Text>
          The next level of work is due on {inWords(round.returnOn)}, when the school is visited again.{' '}
          {calendar}
        </Text>
      )
    )}
  </>
)

function sharedInWords(round: RoundWithin): string {
  const offered = round.offered
    ? ` Offered as a case study, ${round.offered === 'named' ? 'with' : 'without'} the school’s name.`
    : ''
  return isTold(round)
    ? `The alliance reads this theory of action.${offered}`
    : `Only those in this round read this theory of action, until the school has been visited again or its head shares it.${offered}`
}

type DeedsProps = Pick<Props, 'round' | 'may'> & { has: boolean }

const TheoryDeeds = ({ round, may, has }: DeedsProps) => (
  <Deeds>
    {may.write && (
      <ButtonLink to={`/rounds/${round.id}/theory`} kind="secondary">
        {has ? 'Change the theory of action' : 'Write the theory of action'}
      </ButtonLink>
    )}
    {may.tell && (
      <ButtonLink to={`/rounds/${round.id}/return`} kind="secondary">
        {round.returnedAt ? 'Correct what was found' : 'Tell what was found on return'}
      </ButtonLink>
    )}
    {may.share && (
      <ButtonLink to={`/rounds/${round.id}/share`} kind="secondary">
        Share what came of it
      </ButtonLink>
    )}
    {may.study && <ButtonLink to={`/rounds/${round.id}/case-study`}>Make a case study of it</ButtonLink>}
  </Deeds>
)
