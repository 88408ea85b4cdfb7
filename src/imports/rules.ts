import type { ImportState } from '../platform/tables.ts'
import { isOffice, type Who } from '../platform/who.ts'

/** The office brings in years and people, and may take them back. */
export const mayImport = (who: Who) => isOffice(who)

/** Checked and found whole, or stopped by a problem of ours after that. */
export const mayBringIn = (state: ImportState) => state === 'checked' || state === 'failed'

/** Still at work, or about to be. */
export const isUnderWay = (state: ImportState) =>
  state === 'waiting' || state === 'checking' || state === 'applying'

export const mayGiveUp = (state: ImportState) =>
  state === 'faulty' || state === 'checked' || state === 'failed'

export const mayUndo = (state: ImportState) => state === 'applied'
