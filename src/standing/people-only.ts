import { type Commitment, unasked } from '../agreement/commitment.ts'
import { doesNotApply } from '../agreement/finding.ts'

/**
 * A promise kept between people: conduct is never scored and concerns are never counted, so nobody stands anywhere
 * on it, and it says why.
 */
const betweenPeople = (asks: string): Commitment =>
  unasked({ asks, kind: 'people' }, () => doesNotApply(asks))

export const peopleCommitments = {
  'shared concern': betweenPeople(
    'What schools do for every learner shows in the other promises. No number of ours says who does enough.',
  ),
  inspection: betweenPeople(
    'What inspectors find is published by them. It is an aim of the alliance as a whole, and no school is scored on it here.',
  ),
  respect: betweenPeople(
    'Respect is owed and felt between colleagues. It is never scored, and no concern about it is counted.',
  ),
  'putting right': betweenPeople(
    'What is put right between colleagues stays between them. How often it was needed is not counted.',
  ),
  'no advantage': betweenPeople(
    'Whether something was meant to gain at another’s cost is for people to talk about. No record judges intent.',
  ),
  recruitment: betweenPeople(
    'Whoever applies for a post is free to. Nothing is recorded of who moved where, and nobody is held back or scored by it.',
  ),
} satisfies Record<string, Commitment>
