import { notPossible } from '../../platform/refusal.ts'

/** Why a file cannot be read, in a sentence for whoever chose it; nothing of it is kept. */
export const no = (says: string) => notPossible(says, 'file')
