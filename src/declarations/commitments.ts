import { commitment } from '../agreement/commitment.ts'
import { declaredUntil } from './queries.ts'
import { headDeclares } from './rules.ts'

export const declarationCommitments = {
  declaration: commitment(
    {
      asks: 'What the head declares for the year, and what it points to.',
      kind: 'declared',
      terms: ['declareBy', 'warningDays'],
    },
    declaredUntil,
    headDeclares,
  ),
}
