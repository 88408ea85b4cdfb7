import { Bullets, Link, Tag, Text } from '../../platform/parts.tsx'
import type { SchoolQuestion } from './queries.ts'
import { questionKinds } from './tables.ts'

type AnsweredProps = { answer: string | null }
export const AnsweredTag = ({ answer }: AnsweredProps) => (
  <Tag says={answered({ answer })} tone={answer === null ? 'due' : 'good'} />
)
const answered = ({ answer }: AnsweredProps) => (answer === null ? 'Waits for an answer' : 'Answered')

/** What a school has asked of the version it is about to sign, each leading to its answer. */
export function QuestionsOfSchool({ questions }: { questions: SchoolQuestion[] }) {
  if (questions.length === 0) return <Text>Your school has asked nothing and made no reservation.</Text>
  return (
    <Bullets
      items={questions.map(({ id, kind, number, answer }) => (
        <>
          <Link to={`/agreement/questions/${id}`}>
            {questionKinds[kind]} on clause {number}
          </Link>{' '}
          <AnsweredTag answer={answer} />
        </>
      ))}
    />
  )
}
