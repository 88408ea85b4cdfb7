import { terms } from '../../agreement/terms/queries.ts'
import { momentNow } from '../../meetings/decisions/queries.ts'
import { academicYearOf, type Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible } from '../../platform/refusal.ts'
import { wrongWithKind } from '../rules.ts'
import type { Asking, Counting, Majority, Manner } from '../tables.ts'
import { momentsOf } from './queries.ts'
import { agreedMajority, candidatesIn, type Window, wrongWithCandidates, wrongWithWindow } from './rules.ts'

/** What the form of a vote asks; between meetings also when it is open, and on which item it hangs. */
export type Drafted = {
  asks: Asking
  question: string
  explanation: string | null
  manner: Manner
  /** As the terms say where it is left open. */
  majority: Majority | null
  counting: Counting | null
  candidates: string | null
  mayChange: boolean
  proposalId: number | null
  itemId?: number | null
} & Partial<Window>

export type Columns = Omit<Drafted, 'candidates' | keyof Window> & {
  opensAt: string | null
  closesAt: string | null
}

/** `on` is the day whose terms hold; without one it is that of the window, which is then asked for. */
type Held = { on: Day | null; byCorrespondence: boolean }

/** What is kept of a draft. @throws a refusal beside the question that is wrong. */
export async function settled(
  tx: Writer,
  { opensOn, opensTime, closesOn, closesTime, candidates: typed, ...filled }: Drafted,
  { on, byCorrespondence }: Held,
): Promise<{ columns: Columns; candidates: string[] }> {
  const { asks, manner, proposalId } = filled
  const window = on ?? windowIn({ opensOn, opensTime, closesOn, closesTime })
  const agreed = await terms(tx, academicYearOf(typeof window === 'string' ? window : window.opensOn))
  const byTerms = agreedMajority(agreed, { ofAgreement: proposalId !== null, byCorrespondence })
  const kind =
    asks === 'motion'
      ? { majority: filled.majority ?? byTerms, counting: null, proposalId }
      : { majority: null, counting: filled.counting, proposalId: null }
  const candidates = candidatesIn(typed)
  const unfit = wrongWithCandidates(asks, candidates)
  const wrong =
    wrongWithKind({ asks, manner, byCorrespondence, ...kind, candidates: candidates.length }) ??
    (unfit === null ? null : { says: unfit, field: 'candidates' })
  if (wrong) throw notPossible(wrong.says, wrong.field)
  const moments =
    typeof window === 'string' ? { opensAt: null, closesAt: null } : await settledWindow(tx, window)
  return { columns: { ...filled, ...kind, ...moments }, candidates }
}

type Typed = { [Name in keyof Window]?: Window[Name] | undefined }

function windowIn({ opensOn, opensTime, closesOn, closesTime }: Typed): Window {
  if (!opensOn || !opensTime || !closesOn || !closesTime)
    throw notPossible('Enter when the schools vote', 'opensOn')
  return { opensOn, opensTime, closesOn, closesTime }
}

/** The moments of a window that may be, by the clock that votes are taken by. */
export async function settledWindow(
  tx: Writer,
  typed: Typed,
): Promise<{ opensAt: string; closesAt: string }> {
  const window = windowIn(typed)
  const { ballotDays } = await terms(tx, academicYearOf(window.opensOn))
  const wrong = wrongWithWindow(window, ballotDays, await momentNow(tx))
  if (wrong) throw notPossible(wrong.says, wrong.field)
  return momentsOf(tx, window)
}
