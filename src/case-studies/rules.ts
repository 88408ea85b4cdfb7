import { partsOf } from '../platform/markdown/tokens.ts'
import { isOffice, isSignedIn } from '../platform/who.ts'

/** The shape of a case study, in the order it is told. */
export const parts = { issue: 'The issue', done: 'What was done', impact: 'The impact' } as const
export type PartName = keyof typeof parts

/** A case study’s text in its parts; `before` is what stands before the first of them. */
export type Told = Record<PartName | 'before', string>

const headed: [PartName, RegExp][] = [
  ['issue', /^(the )?(issue|problem)$/],
  ['done', /^what (was|we) (done|did)$/],
  ['impact', /^(the )?impact$/],
]

const partHeaded = (heading: string) => {
  const plain = heading
    .replace(/[*_:.]/g, '')
    .trim()
    .toLowerCase()
  return headed.find(([, looks]) => looks.test(plain))?.[0]
}

/**
 * Finds the three parts by their headings, of any level. A title of the text’s own goes, since the case study
 * has its title; any other heading stays in the part in which it stands.
 */
export function inParts(body: string): Told {
  const told: Told = { before: '', issue: '', done: '', impact: '' }
  let current: keyof Told = 'before'
  partsOf(body).forEach(({ heading, raw, depth, markdown }, at) => {
    const named = heading === null ? undefined : partHeaded(heading)
    if (named) current = named
    const isTitle = depth === 1 && at === 0
    const kept = named || isTitle ? markdown : raw + markdown
    told[current] = [told[current], kept.trim()].filter(Boolean).join('\n\n')
  })
  return told
}

/** The parts as one text again, as files and the database keep it. */
export const bodyOf = (told: Record<PartName, string | null>): string =>
  (Object.keys(parts) as PartName[])
    .flatMap((name) => (told[name] ? [`## ${parts[name]}\n\n${told[name]}`] : []))
    .join('\n\n')

export const mayKeepCaseStudies = isOffice

/** Case studies are for everybody who signs in, partners too. */
export const maySeeCaseStudies = isSignedIn
