import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'

/** What a line of a text is taken for. */
export const roles = {
  title: 'The title',
  opening: 'Opening',
  part: 'Heading of a part',
  begins: 'Begins a clause',
  next: 'Begins a clause, unnumbered',
  continues: 'Goes on from before',
  out: 'Left out',
} as const
export type Role = keyof typeof roles

/** One line as a file gave it; `style` is how the file itself marks it, where it says so apart from its words. */
export type Line = { text: string; style?: 'title' | 'heading' | 'strong' | 'row' | 'small' }

declare module '../../platform/db.ts' {
  interface Tables {
    agreementReadings: {
      id: GeneratedAlways<number>
      sourceName: string
      lines: JSONColumnType<Line[]>
      roles: JSONColumnType<Role[]>
      readBy: number | null
      readAt: Generated<Date>
      draftId: number | null
      version: Generated<number>
    }
  }
}
