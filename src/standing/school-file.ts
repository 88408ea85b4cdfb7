import type { Listing } from '../platform/table.tsx'
import type { Stand } from './queries.ts'
import { lookOf } from './rules.ts'

/** How one school stands, as a file: never of two. */
export const standingFile: Listing<Stand> = {
  caption: 'How the school stands',
  empty: 'No agreement.',
  columns: [
    { title: 'Part', show: ({ clause }) => clause.part },
    { title: 'Clause', show: ({ clause }) => clause.number },
    { title: 'Words', show: ({ clause }) => clause.words },
    { title: 'Standing', show: (stand) => lookOf(stand).says },
    { title: 'Why', show: ({ because }) => because },
    { title: 'Next step', show: ({ next }) => next?.says ?? '' },
    { title: 'Records', numeric: true, show: ({ evidence }) => evidence.length },
  ],
}
