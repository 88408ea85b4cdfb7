import { dayTyped, inWords, momentInWords } from './day.ts'
import type { RowOptions } from './form.ts'
import { Bullets, Details, Text } from './parts.tsx'
import type { Revision } from './revision.ts'

/** Columns that say nothing to a person, nor do the ids of other rows. */
const unsaid = new Set(['id', 'version', 'ref'])
const isUnsaid = (column: string) => unsaid.has(column) || /(_id|Id)$/.test(column)

/** A column’s name in words, and its value: who an id is, months as years and months. */
export type Says = Record<string, { is: string; says: (value: unknown) => string | null }>

/** Says an id by its name among these rows. */
export const among = (is: string, rows: RowOptions): Says[string] => ({
  is,
  says: (value) => rows.find(([id]) => id === value)?.[1] ?? null,
})

const nameOf = (column: string) =>
  column.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' ')

const inPlainWords = (value: unknown) =>
  value === null || value === ''
    ? 'nothing'
    : value === true
      ? 'yes'
      : value === false
        ? 'no'
        : (onDay(String(value)) ?? String(value))

function onDay(text: string): string | undefined {
  const on = dayTyped(text)
  return on && inWords(on)
}

function lines(before: Record<string, unknown>, says: Says, leave: readonly string[]): string[] {
  return Object.entries(before).flatMap(([column, value]) => {
    if (leave.includes(column)) return []
    const said = Object.hasOwn(says, column) ? says[column] : undefined
    if (said) return [`${said.is}: ${said.says(value) ?? 'nothing'}`]
    return isUnsaid(column) ? [] : [`${nameOf(column)}: ${inPlainWords(value)}`]
  })
}

type HistoryProps = {
  of: Revision[]
  says?: Says
  /** Columns that nobody answered, and of which nothing is to be told. */
  leave?: readonly string[]
}

/** What a record said before each correction, newest first. */
export function History({ of, says = {}, leave = [] }: HistoryProps) {
  if (of.length === 0) return null
  return (
    <Details summary={of.length === 1 ? 'Corrected once' : `Corrected ${of.length} times`}>
      {of.map(({ before, changedAt, changedBy }) => (
        <>
          <Text>
            {changedBy ?? 'An import'} changed it on {momentInWords(changedAt)}. Before that it said:
          </Text>
          <Bullets items={lines(before, says, leave)} />
        </>
      ))}
    </Details>
  )
}
