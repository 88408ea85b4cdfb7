import { type Day, inWords } from '../platform/day.ts'
import { isOffice, isSignedIn } from '../platform/who.ts'

export const mayKeepPackages = isOffice

/** Packages are told to everybody who signs in, partners too. */
export const maySeePackages = isSignedIn

export const spellOffered = ({ fromOn, toOn }: { fromOn: Day; toOn: Day | null }) =>
  toOn ? `${inWords(fromOn)} to ${inWords(toOn)}` : `Since ${inWords(fromOn)}`
