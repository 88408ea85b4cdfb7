import { isOffice, type Who } from '../../platform/who.ts'

/** The office keeps the list of areas; everybody else chooses from it. */
export const mayKeepAreas = (who: Who) => isOffice(who)
