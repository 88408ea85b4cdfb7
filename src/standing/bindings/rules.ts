import type { ClauseKind } from '../../agreement/tables.ts'
import { isOffice, leadsOrAdvises, type Who } from '../../platform/who.ts'
import { type CommitmentName, commitments } from '../register.ts'

export type BindingGiven = { commitment: string | null; kind: ClauseKind }

export const isCommitment = (name: string): name is CommitmentName => Object.hasOwn(commitments, name)
export const commitmentNames = Object.keys(commitments) as CommitmentName[]

/** What is looked at where this judges a promise; nothing for a promise that is kept between people. */
export const asksOf = (commitment: string | null): string | null =>
  commitment !== null && isCommitment(commitment) ? commitments[commitment].asks : null

/** How a promise is held where nobody says otherwise. */
export const usualKind = (commitment: string | null): ClauseKind =>
  commitment !== null && isCommitment(commitment) ? commitments[commitment].kind : 'people'

/** What is wrong with a binding, and the question it is about; nothing where it may stand. */
export function wrongBinding({
  commitment,
  kind,
}: BindingGiven): { says: string; field: string } | undefined {
  if (commitment !== null && !isCommitment(commitment))
    return { says: 'Select what judges it from the list', field: 'commitment' }
  const between = usualKind(commitment) === 'people'
  if (between && kind !== 'people')
    return { says: 'What nothing measures is kept between people only', field: 'kind' }
  if (!between && kind === 'people')
    return { says: 'Select how it is held, or that it is kept between people', field: 'kind' }
  return undefined
}

/** What judges a clause is part of what the heads agreed; the office writes it down. */
export const mayBind = (who: Who) => isOffice(who)
export const maySeeBindings = (who: Who) => leadsOrAdvises(who)
