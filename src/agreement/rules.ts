import { createHash } from 'node:crypto'
import { type Day, inWords } from '../platform/day.ts'
import { isOffice, type Who } from '../platform/who.ts'

export type Clause = { number: string; part: string; words: string }
export type Words = { title: string; opening: string; clauses: Clause[] }

/**
 * What a version says, written the one way of which its digest is taken: every part, number and word, each in
 * its place, so that two versions have the same digest only if they say the same.
 */
export const canonical = ({ title, opening, clauses }: Words): string =>
  JSON.stringify([title, opening, clauses.map(({ part, number, words }) => [part, number, words])])

/** The digest that signatories sign: SHA-256 of the canonical words, in hexadecimal. */
export const digestOf = (words: Words): string => createHash('sha256').update(canonical(words)).digest('hex')

/** When a published version comes into force, and whether it has. */
export type Forced = {
  id: number
  number: number
  publishedOn: Day
  inForceOn: Day | null
  inForceSigned: number | null
  /** The days on which members' second signatures came, earliest first. */
  signedOn: Day[]
}

/** The first day on which a version binds: the day it names, or the day of the n-th school; undefined until then. */
export function forceFrom({ inForceOn, inForceSigned, signedOn, publishedOn }: Forced): Day | undefined {
  const reached = inForceSigned === null ? inForceOn : signedOn[inForceSigned - 1]
  if (reached === null || reached === undefined) return undefined
  return reached < publishedOn ? publishedOn : reached
}

/** The version that binds on this day: of those in force by then, the one published last. The old one governs until then. */
export function inForceOn<V extends Forced>(versions: V[], on: Day): V | undefined {
  return versions
    .filter((version) => {
      const from = forceFrom(version)
      return from !== undefined && from <= on
    })
    .sort((a, b) => b.number - a.number)[0]
}

/** The version that schools are asked to sign on this day: the one published last. */
export const toSignOn = <V extends { number: number; publishedOn: Day }>(
  versions: V[],
  on: Day,
): V | undefined =>
  versions.filter(({ publishedOn }) => publishedOn <= on).sort((a, b) => b.number - a.number)[0]

/** The version that binds on this day; before the first comes into force, the one that schools are asked to sign. */
export function bindingOn<V extends Forced>(versions: V[], on: Day): V | undefined {
  const published = versions.filter(({ publishedOn }) => publishedOn <= on)
  return inForceOn(published, on) ?? toSignOn(published, on)
}

/** The office keeps the text of the agreement; what it says is decided by the heads. */
export const mayKeepAgreement = (who: Who) => isOffice(who)

/** By what rule a version comes into force, in a sentence of which the version is the subject. */
export const forceRule = ({ inForceOn, inForceSigned }: Pick<Forced, 'inForceOn' | 'inForceSigned'>) =>
  inForceSigned === null
    ? `comes into force on ${inForceOn ? inWords(inForceOn) : 'a day not yet said'}`
    : `comes into force when ${inForceSigned} ${inForceSigned === 1 ? 'school has' : 'schools have'} signed it`

/** How far a version has come on this day. */
export type VersionState = 'in force' | 'to be signed' | 'superseded' | 'to come'
export const versionStates: Record<VersionState, string> = {
  'in force': 'In force',
  'to be signed': 'Being signed',
  superseded: 'No longer in force',
  'to come': 'Not yet in force',
}

/** Where each published version stands on this day; a newer one may be signed while the old one still binds. */
export function stateOn<V extends Forced>(version: V, versions: V[], on: Day): VersionState {
  const binding = inForceOn(versions, on)
  if (binding?.id === version.id) return 'in force'
  if (toSignOn(versions, on)?.id === version.id)
    return version.inForceSigned === null ? 'to come' : 'to be signed'
  return binding && binding.number > version.number ? 'superseded' : 'to come'
}

/** Clauses that stand under one heading, in the order of the text. */
export function partsOf<C extends Clause>(clauses: C[]): { part: string; clauses: C[] }[] {
  const parts: { part: string; clauses: C[] }[] = []
  for (const clause of clauses) {
    const last = parts.at(-1)
    if (last && last.part === clause.part) last.clauses.push(clause)
    else parts.push({ part: clause.part, clauses: [clause] })
  }
  return parts
}

/** In force from a day, or from the day on which so many members have signed. */
export type InForce = { inForceOn: Day; inForceSigned: null } | { inForceOn: null; inForceSigned: number }
export type Publication = InForce & { publishedOn: Day; signBy: Day | null; reviewOn: Day | null }
/** What a publication is measured against: today, how many members there are, and the version it follows. */
export type AtPublication = {
  today: Day
  members: number
  newest: { number: number; publishedOn: Day } | undefined
}

type Fault = { field: keyof Publication; says: string }

/** Why a version cannot be published so; undefined when it can. */
export function publicationFault(
  given: Publication,
  { today, members, newest }: AtPublication,
): Fault | undefined {
  const { publishedOn, inForceOn, inForceSigned, signBy, reviewOn } = given
  const on = inWords(publishedOn)
  const faults: [boolean, keyof Publication, string][] = [
    [
      publishedOn > today,
      'publishedOn',
      `A version is published today, ${inWords(today)}, or counts from a day before`,
    ],
    [
      newest !== undefined && publishedOn < newest.publishedOn,
      'publishedOn',
      `Version ${newest?.number} was published on ${inWords(newest?.publishedOn ?? publishedOn)}: the next one cannot be published before it`,
    ],
    [
      inForceOn !== null && inForceOn < publishedOn,
      'inForceOn',
      `It cannot come into force before ${on}, when it is published`,
    ],
    [
      inForceSigned !== null && inForceSigned > members,
      'inForceSigned',
      `There are ${members} members today: it would never come into force when ${inForceSigned} have signed`,
    ],
    [
      signBy !== null && signBy < publishedOn,
      'signBy',
      `Schools cannot be asked to sign before ${on}, when it is published`,
    ],
    [
      reviewOn !== null && reviewOn <= publishedOn,
      'reviewOn',
      `It is reviewed after ${on}, when it is published`,
    ],
  ]
  const [, field, says] = faults.find(([wrong]) => wrong) ?? []
  return field && says ? { field, says } : undefined
}
