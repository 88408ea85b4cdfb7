import type { Day } from '../day.ts'

/** A stretch of text. A link is printed as a link only when it is an `https:`, `http:` or `mailto:` address. */
export type Run = string | { readonly text: string; readonly bold?: boolean; readonly link?: string }
export type Text = string | readonly Run[]

export interface Table {
  readonly caption: string
  /** Figures align at the `end`; a `wide` column takes the width that the others leave. */
  readonly columns: readonly {
    readonly header: string
    readonly align?: 'start' | 'end'
    readonly wide?: boolean
  }[]
  /** One cell for each column; a table without rows is printed as “none recorded”. */
  readonly rows: readonly (readonly Text[])[]
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[]; readonly numbered?: boolean }
  | ({ readonly kind: 'table' } & Table)
  /** Key facts: each a number set large above what it counts. */
  | {
      readonly kind: 'figures'
      readonly figures: readonly { readonly figure: string; readonly label: string }[]
    }
  /** A picture of our own making; `alt` is its one sentence, printed and read out, and the table its numbers. */
  | {
      readonly kind: 'chart'
      readonly title: string
      readonly svg: string
      /** As wide as it fits on a page beneath a title, rather than as a column. */
      readonly wide?: boolean
      readonly alt: string
      readonly table: Table
    }
  /** What is so, each after what it is called, one under the other. */
  | {
      readonly kind: 'facts'
      readonly facts: readonly { readonly label: string; readonly value: Text }[]
    }
  /** Small print. */
  | { readonly kind: 'note'; readonly text: Text }
  | { readonly kind: 'page break' }

/** A document as a value, to be set in type. All text in it stays text, whatever it looks like. */
export interface Document {
  readonly title: string
  readonly subtitle?: string
  /** The body that speaks: the alliance. */
  readonly author: string
  /** Also the file's own date, so that the same document gives the same bytes. */
  readonly date: Day
  readonly contents?: boolean
  readonly sections: readonly Block[]
  /** What the document says, for programs: kept in the file to the last byte, as its alternative. */
  readonly alternatives?: readonly {
    readonly name: string
    readonly type: string
    readonly says: string
    readonly text: string
  }[]
}
