import { notPossible } from './refusal.ts'

/** A constraint's name, what to say when it holds something back, and the question that is about. */
export type Refusals = Record<string, { says: string; field?: string }>

/** Lets the database keep its invariants and turns its refusal into a sentence. */
export async function refusing<Result>(refusals: Refusals, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const { constraint = '' } = error as { constraint?: string }
    const refusal = refusals[constraint]
    if (!refusal) throw error
    throw notPossible(refusal.says, refusal.field)
  }
}
