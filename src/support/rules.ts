import { isSignedIn, type Who } from '../platform/who.ts'

/** Everybody who belongs to the alliance sees what it gives and receives in all; partners do not. */
export const maySeeSupport = (who: Who) => isSignedIn(who) && who.held.some(({ role }) => role !== 'partner')

/** Behind a figure that is told to everybody stand at least so many schools. */
export const FEWEST_SCHOOLS = 3

/** A figure as the whole alliance reads it: hidden where fewer than three schools stand behind it. */
export const unlessFew = (says: string, schools: number) =>
  schools < FEWEST_SCHOOLS ? `fewer than ${FEWEST_SCHOOLS} schools` : says
