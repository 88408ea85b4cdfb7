import type { Commitment } from '../agreement/commitment.ts'
import type { ClauseKind } from '../agreement/tables.ts'
import { ballotCommitments } from '../ballots/commitments.ts'
import { briefingCommitments } from '../briefings/commitments.ts'
import { declarationCommitments } from '../declarations/commitments.ts'
import { feedbackCommitments } from '../feedback/commitments.ts'
import { groupCommitments } from '../groups/commitments.ts'
import { learningCommitments } from '../learning/commitments.ts'
import { meetingCommitments } from '../meetings/commitments.ts'
import { confidentialityCommitments } from '../meetings/confidential/commitments.ts'
import { signatureCommitments } from '../signatures/commitments.ts'
import { subscriptionCommitments } from '../subscriptions/commitments.ts'
import { deploymentCommitments } from '../support/deployments/commitments.ts'
import { evaluationCommitments } from '../support/evaluations/commitments.ts'
import { supportCommitments } from '../support/ledger/commitments.ts'
import { practitionerCommitments } from '../support/practitioners/commitments.ts'
import { awaitedCommitments } from './awaited.ts'
import { peopleCommitments } from './people-only.ts'
import { supplementaryCommitments } from './supplementary.ts'

/** Every commitment there is, by the name under which a clause is bound to it. */
export const commitments = {
  ...peopleCommitments,
  ...signatureCommitments,
  ...supportCommitments,
  ...subscriptionCommitments,
  ...evaluationCommitments,
  ...practitionerCommitments,
  ...deploymentCommitments,
  ...learningCommitments,
  ...meetingCommitments,
  ...confidentialityCommitments,
  ...ballotCommitments,
  ...groupCommitments,
  ...feedbackCommitments,
  ...briefingCommitments,
  ...supplementaryCommitments,
  ...awaitedCommitments,
  ...declarationCommitments,
} satisfies Record<string, Commitment>

export type CommitmentName = keyof typeof commitments

/** What judges a clause, and how it is held; people only where nothing does. */
export type Binding = { commitment: CommitmentName | null; kind: ClauseKind }
