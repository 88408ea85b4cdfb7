import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

export const resourceKinds = {
  'data booklet': 'Data booklet',
  audit: 'Audit',
  manual: 'Manual',
  policy: 'Policy',
  other: 'Other',
} as const
export type ResourceKind = keyof typeof resourceKinds

/** What others may do with a resource, by the name of its licence. */
export const licences = {
  'CC BY 4.0': 'CC BY 4.0: anybody may use and change it, and names who made it',
  'CC BY-SA 4.0': 'CC BY-SA 4.0: the same, and what comes of it is shared alike',
  'CC BY-NC 4.0': 'CC BY-NC 4.0: anybody may use and change it, but not sell it',
  'CC0 1.0': 'CC0 1.0: anybody may do what they like with it',
  'Open Government Licence 3.0': 'Open Government Licence 3.0: made by a public body for anybody to use',
  'Schools of the alliance only': 'Schools of the alliance only: not to be passed on',
  'Ask first': 'Ask first: whoever shared it says what may be done with it',
} as const
export type Licence = keyof typeof licences

declare module '../platform/db.ts' {
  interface Tables {
    resources: {
      id: GeneratedAlways<number>
      ref: string | null
      title: string
      kind: ResourceKind
      sharedOn: Day
      groupId: number | null
      words: string | null
      licence: Licence | null
      membershipId: number | null
      sharedBy: number | null
      version: Generated<number>
      importId: number | null
    }
  }
}
