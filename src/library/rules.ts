import { isOffice, isSignedIn, type Who } from '../platform/who.ts'

export const mayKeepResources = isOffice

/** Resources are for everybody in the schools and for those who advise them, but not for partners. */
export const maySeeResources = (who: Who) =>
  isSignedIn(who) && who.held.some(({ role }) => role !== 'partner')
