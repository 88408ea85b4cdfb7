import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'
import type { Role } from '../platform/who.ts'

export const posts = {
  head: 'Headteacher',
  'acting head': 'Acting headteacher',
  'executive head': 'Executive headteacher',
  deputy: 'Deputy headteacher',
  'chair of governors': 'Chair of governors',
  'chair of trustees': 'Chair of trustees',
  governor: 'Governor',
  'senior leader': 'Senior leader',
  'middle leader': 'Middle leader',
  teacher: 'Teacher',
  nqt: 'Newly qualified teacher',
  'recently qualified teacher': 'Recently qualified teacher',
  'business manager': 'School business manager',
  practitioner: 'SSIG practitioner',
  'local authority officer': 'Local authority officer',
  coordinator: 'Alliance coordinator',
  partner: 'Partner',
} as const
export type Post = keyof typeof posts

/** What each post lets its holder do here, for as long as it is held. */
export const roleOf: Record<Post, Role> = {
  head: 'head',
  'acting head': 'head',
  'executive head': 'head',
  deputy: 'deputy',
  'chair of governors': 'chair',
  'chair of trustees': 'chair',
  governor: 'governor',
  'senior leader': 'teacher',
  'middle leader': 'teacher',
  teacher: 'teacher',
  nqt: 'teacher',
  'recently qualified teacher': 'teacher',
  'business manager': 'business manager',
  practitioner: 'practitioner',
  'local authority officer': 'authority officer',
  coordinator: 'coordinator',
  partner: 'partner',
}

/** Whoever leads a school today; and whoever chairs those who govern it. */
export const heads: Post[] = ['head', 'acting head', 'executive head']
export const chairs: Post[] = ['chair of governors', 'chair of trustees']

/** When a post must be held to be listed: nothing chosen means today. */
export const times = { past: 'Over', coming: 'Not yet begun', any: 'At any time' } as const
export type Time = keyof typeof times

declare module '../platform/db.ts' {
  interface Tables {
    people: {
      id: GeneratedAlways<number>
      ref: string | null
      name: string
      email: string | null
      version: Generated<number>
      importId: number | null
    }
    posts: {
      id: GeneratedAlways<number>
      personId: number
      membershipId: number | null
      organisationId: number | null
      post: Post
      fromOn: Day | null
      toOn: Day | null
      version: Generated<number>
      importId: number | null
    }
  }
}
