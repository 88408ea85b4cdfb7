import { momentNow } from '../../meetings/decisions/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { refusing } from '../../platform/constraint.ts'
import { dayInLondon } from '../../platform/day.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct, Stale } from '../../platform/revision.ts'
import { heldBallot } from '../actions.ts'
import { keepsBallot } from '../queries.ts'
import { mayPropose } from '../rules.ts'
import { addBallot, plainMotion, type RowAt, type Spoken, settledMeanwhile, unsettled } from './actions.ts'
import { settled, settledWindow } from './draft.ts'
import { amendmentInWords, type Window, whyNotAmended } from './rules.ts'

export type Amended = { amendedWords: string; question: string | null; explanation: string | null }

const plain = (words: string) => words.replace(/\s+/g, ' ').trim()

/**
 * Proposes an amendment of a motion as it stood at this version: how its question would read. It is voted on in the
 * same manner and window, and before it. Whoever keeps the vote puts it to the vote at once, anybody else proposes it.
 * @throws Stale when the motion reads differently by now.
 */
export async function amend(
  by: Actor,
  { id: motionId, version }: RowAt,
  { amendedWords, question: short, explanation, membershipId }: Amended & Spoken,
): Promise<number> {
  const deed = {
    did: 'proposed an amendment',
    subject: `ballots/${motionId}`,
    details: (id: number) => ({ amendment: id }),
  }
  return by.act(deed, async (tx, by) => {
    const motion = await heldBallot(tx, motionId)
    const keeps = await keepsBallot(by, motion)
    permit(keeps || mayPropose(by.who))
    const why = whyNotAmended(motion)
    if (why !== null) throw notPossible(why)
    if (motion.version !== version) throw new Stale()
    if (plain(amendedWords) === plain(motion.question))
      throw notPossible('Change the words: they are the same as now', 'amendedWords')
    const { manner, mayChange, byCorrespondence, itemId, opensAt, closesAt } = motion
    const question = short ?? amendmentInWords(motion.question, amendedWords)
    const asked = { ...plainMotion, ...{ question, explanation, manner, mayChange }, proposalId: null }
    const on = motion.heldOn ?? dayInLondon(await momentNow(tx))
    const { columns } = await settled(tx, asked, { on, byCorrespondence })
    return addBallot(tx, {
      ...{ ...columns, itemId, byCorrespondence, membershipId },
      ...{ opensAt: opensAt?.toISOString() ?? null, closesAt: closesAt?.toISOString() ?? null },
      ...{ amendsId: motionId, amendsVersion: version, amendedWords },
      ...{ accepted: keeps, proposedBy: keeps ? null : by.who.personId },
    })
  })
}

export type AmendmentCorrected = Omit<Amended, 'question'> & { question: string } & Partial<Window>

/** Corrects an amendment as it stood at this version, in view of what its motion says now. */
export async function correctAmendment(
  by: Actor,
  row: RowAt,
  { amendedWords, question, explanation, ...typed }: AmendmentCorrected,
): Promise<void> {
  await by.act({ did: 'corrected an amendment', subject: `ballots/${row.id}` }, async (tx, by) => {
    const { amendsId, byCorrespondence } = await unsettled(tx, by, row.id)
    if (amendsId === null) throw notFound()
    const motion = await heldBallot(tx, amendsId)
    if (plain(amendedWords) === plain(motion.question))
      throw notPossible('Change the words: they are the same as those of the motion', 'amendedWords')
    const window = byCorrespondence ? await settledWindow(tx, typed) : {}
    const words = { amendedWords, question, explanation, amendsVersion: motion.version }
    await refusing(settledMeanwhile, () => correct(tx, by, 'ballots', row, { ...words, ...window }))
  })
}
