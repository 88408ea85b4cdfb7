import type { Actor } from '../../platform/action.ts'
import type { Reader } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { addDraftClause, before, beginDraft, correctClause, removeClause } from '../drafts/actions.ts'
import { type ClauseRow, clausesOf } from '../queries.ts'
import { openNow, settle } from './actions.ts'
import { draftsFrom, type Proposal, reviewed } from './queries.ts'
import { changedSince, mayDecide, nextNumber, placeBehind } from './rules.ts'

/** Chosen instead of a draft’s id: begin one from the version under review. */
export const NEW_DRAFT = 0

/**
 * Records that the heads adopted a proposal, and makes its change in a draft of the next version. Refused when
 * the draft no longer says what the proposal would change. `why` names the decision by which they did, where there is
 * one; `site` is where the mail about it leads.
 */
export async function adopt(by: Actor, id: number, draftId: number, site: string, why: string | null = null) {
  permit(mayDecide(by.who))
  await by.act({ did: 'adopted a proposal', subject: `agreement/proposals/${id}` }, async (tx, by) => {
    const found = await openNow(tx, id)
    const into = draftId === NEW_DRAFT ? await beginDraft(by) : await chosen(tx, by, draftId)
    await change(by, into, await clausesOf(tx, into), found)
    await settle(tx, by, found, { outcome: 'adopted', outcomeReason: why, draftId: into }, site)
  })
}

async function chosen(db: Reader, { today }: Actor, draftId: number): Promise<number> {
  const about = await reviewed(db, today)
  const drafts = about ? await draftsFrom(db, about.version.id) : []
  if (!drafts.some(({ id }) => id === draftId))
    throw notPossible(
      'This draft was published or given up meanwhile, or was not begun from the newest version. Choose another',
      'draftId',
    )
  return draftId
}

/** Makes the change in the draft, unless it says already what was proposed. */
async function change(by: Actor, draftId: number, draft: ClauseRow[], proposal: Proposal) {
  const { kind } = proposal
  const words = proposal.words ?? ''
  if (kind === 'add') {
    const part = proposal.part ?? ''
    if (draft.some((clause) => clause.words === words)) return
    await addDraftClause(by, draftId, {
      number: nextNumber(draft),
      part,
      words,
      after: placeBehind(draft, part),
    })
    return
  }
  const clause = draft.find(({ promiseId }) => promiseId === proposal.promiseId)
  if (kind === 'reword' ? clause?.words === words : clause === undefined) return
  const refusal = changedSince({ number: proposal.number ?? '', wordsNow: proposal.wordsNow ?? '' }, clause)
  if (refusal !== null || clause === undefined) throw notPossible(refusal ?? '', 'draftId')
  if (kind === 'remove') await removeClause(by, draftId, clause.id)
  else
    await correctClause(by, draftId, clause, {
      number: clause.number,
      part: clause.part,
      words,
      after: before(draft, clause.id),
    })
}
