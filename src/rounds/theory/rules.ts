import { isAgreed, type StageState } from '../debrief/rules.ts'
import type { Offered, RoundState } from '../tables.ts'

export type Theory = { theoryIf: string; theoryThen: string }

/** What is typed, without the words that the two boxes are headed with. */
export const bare = ({ theoryIf, theoryThen }: Theory): Theory => ({
  theoryIf: theoryIf.replace(/^(if\s+we|if|we)(\s+|$)/iu, '').replace(/[\s,…]+$/u, ''),
  theoryThen: theoryThen.replace(/^[\s…]*then([\s,:]+|$)/iu, '').replace(/\s+$/u, ''),
})

/** Where the two parts do not say that one thing brings about another; null where they do. */
export function notCausal(typed: Theory): { field: keyof Theory; says: string } | null {
  const { theoryIf, theoryThen } = bare(typed)
  if (theoryIf === '') return { field: 'theoryIf', says: 'Say what you will do: “If we …”' }
  if (theoryThen === '') return { field: 'theoryThen', says: 'Say what will come of it: “then …”' }
  if (/[,;]\s*then\s/iu.test(theoryIf))
    return {
      field: 'theoryIf',
      says: 'Say only what you will do here, and what will come of it in the box below',
    }
  if (/^(if|because)\s/iu.test(theoryThen))
    return {
      field: 'theoryThen',
      says: 'Say what will come of it: “then pupils …”. What you will do stands in the box above',
    }
  if (/^we\s/iu.test(theoryThen))
    return {
      field: 'theoryThen',
      says: 'Say what will be different for pupils or teachers, rather than what else you will do',
    }
  if (theoryIf.toLowerCase() === theoryThen.toLowerCase())
    return { field: 'theoryThen', says: 'The two parts say the same: say what will come of what you do' }
  return null
}

/** The theory of action as one sentence; null while a part of it is missing. */
export function theoryInWords(of: { theoryIf: string | null; theoryThen: string | null }): string | null {
  if (!of.theoryIf || !of.theoryThen) return null
  const { theoryIf, theoryThen } = bare({ theoryIf: of.theoryIf, theoryThen: of.theoryThen })
  return `If we ${theoryIf}, then ${theoryThen.replace(/\.$/, '')}.`
}

/** A theory rests on the prediction, and may be bettered until the school was gone back to. */
export function whyNoTheory(state: RoundState, stages: StageState[]): string | null {
  if (state === 'cancelled') return 'This round was cancelled'
  if (state === 'returned') return 'The school has been visited again: its theory of action stays as it was'
  if (!isAgreed(stages, 'prediction')) return 'A theory of action is written when the prediction is agreed'
  return null
}

/** Why what was found on return cannot be told yet. */
export function whyNoReturn(state: RoundState): string | null {
  if (state === 'debriefed' || state === 'returned') return null
  if (state === 'cancelled') return 'This round was cancelled'
  return 'The school is visited again when the next level of work is agreed'
}

/** Why no case study can be made of it. */
export function whyNoCaseStudy(round: {
  theoryIf: string | null
  theoryThen: string | null
  offered: Offered | null
  caseStudyId: number | null
}): string | null {
  if (round.caseStudyId !== null) return 'A case study was made of this round already'
  if (theoryInWords(round) === null)
    return 'A case study tells a theory of action, and this round has none yet'
  if (round.offered === null) return 'The head of the school has not offered it as a case study'
  return null
}
