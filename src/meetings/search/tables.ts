/** Where something was found. */
export const sources = {
  item: 'Agenda items',
  paper: 'Papers',
  minute: 'Minutes',
  decision: 'Decisions',
  ballot: 'Votes',
  action: 'Actions',
  feedback: 'Feedback',
} as const
export type Source = keyof typeof sources

declare module '../../platform/db.ts' {
  interface Tables {
    /** Kept by triggers: what agendas, minutes and decisions say, as words to search. */
    meetingWords: {
      source: Source
      rowId: number
      meetingId: number
      itemId: number | null
      words: string
    }
  }
}
