import { isOffice } from '../platform/who.ts'

/** The log says who did what across the whole alliance, so only the office reads it. */
export const mayReadAudit = isOffice
