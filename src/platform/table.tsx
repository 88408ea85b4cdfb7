import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { escaped } from './escape.ts'

export type Column<Row> = {
  title: string
  /** What stands in the cell, and in the CSV unless `csv` says otherwise. */
  show: (row: Row) => Child
  csv?: (row: Row) => string | number | null
  numeric?: true
  /** The name the query sorts by; without it the column does not sort. */
  sort?: string
  /** A day in short, which stands in one line where there is room. */
  day?: true
  /** Left out of a page on which no row has anything in it; its CSV keeps it. */
  sparse?: true
}

/** A list, said once: its page, its order and its CSV all follow from this. */
export type Listing<Row> = {
  caption: string
  empty: string
  columns: Column<Row>[]
  /** On a phone a row is its name and one line, in which only numbers and sparse columns say what they are. */
  plain?: true
  /** Of two or three narrow columns, such as a sum: a table on a phone too. */
  whole?: true
}

export type Order = { sort: string; descending: boolean }

type TableProps<Row> = {
  of: Listing<Row>
  rows: Row[]
  order?: Order | undefined
  query?: string
  hideCaption?: boolean
}

/** On a phone each row becomes an entry of its own; some browsers then forget, without these, that it is a table. */
const still = {
  table: { role: 'table' },
  rows: { role: 'rowgroup' },
  row: { role: 'row' },
  columnHeader: { scope: 'col', role: 'columnheader' },
} as const

/** The caption is read out first, so it must make sense alone. */
export function Table<Row>({ of, rows, order, query = '', hideCaption }: TableProps<Row>) {
  if (rows.length === 0) return <p class="govuk-body en-empty">{of.empty}</p>
  const columns = of.columns.filter(
    (column) => !column.sparse || rows.some((row) => inCell(column.show(row))),
  )
  return (
    <section class="en-table-frame" aria-label={of.caption} tabindex={0}>
      <table class={tableClass(of)} {...still.table}>
        <caption {...(hideCaption ? { class: 'govuk-visually-hidden' } : {})}>{of.caption}</caption>
        <thead {...still.rows}>
          <tr {...still.row}>
            {columns.map((column) => (
              <Heading column={column} order={order} query={query} />
            ))}
          </tr>
        </thead>
        <tbody {...still.rows}>{raw(drawn(columns, rows))}</tbody>
      </table>
    </section>
  )
}

const tableClass = ({ plain, whole }: Pick<Listing<never>, 'plain' | 'whole'>) =>
  `en-table${plain ? ' en-table--plain' : ''}${whole ? ' en-table--whole' : ''}`

const aligned = ({ numeric, day }: { numeric?: true; day?: true }) =>
  numeric ? { class: 'en-number' } : day ? { class: 'en-day' } : {}

/**
 * The rows as text. A list is what people open most, and drawing each of its hundreds of cells as an element
 * of its own cost more than all the rest of the page together.
 */
function drawn<Row>(columns: Column<Row>[], rows: Row[]): string {
  const cells = columns.map(({ title, numeric, sparse, show }, i) => {
    const number = numeric ? ' class="en-number"' : sparse ? ' class="en-named"' : ''
    const first = i === 0
    const open = first
      ? `<th scope="row" role="rowheader"${number}>`
      : `<td role="cell" data-title="${escaped(title)}"${number}>`
    return (row: Row) => `${open}${inCell(show(row))}${first ? '</th>' : '</td>'}`
  })
  return rows.map((row) => `<tr role="row">${cells.map((cell) => cell(row)).join('')}</tr>`).join('')
}

function inCell(shown: Child): string {
  if (shown === null || shown === undefined || typeof shown === 'boolean') return ''
  if (typeof shown === 'string' || typeof shown === 'number') return escaped(String(shown))
  return Array.isArray(shown) ? shown.map(inCell).join('') : String(shown)
}

function Heading<Row>({
  column,
  order,
  query,
}: {
  column: Column<Row>
  order: Order | undefined
  query: string
}) {
  if (!column.sort || !order)
    return (
      <th {...still.columnHeader} {...aligned(column)}>
        {column.title}
      </th>
    )
  const current = order.sort === column.sort
  const address = new URLSearchParams(query)
  address.set('sort', `${current && !order.descending ? '-' : ''}${column.sort}`)
  address.delete('page')
  return (
    <th
      {...still.columnHeader}
      aria-sort={current ? (order.descending ? 'descending' : 'ascending') : 'none'}
      {...aligned(column)}
    >
      <a href={`?${address}`} class="en-sort">
        {column.title}
      </a>
    </th>
  )
}

type PagerProps = { page: number; pages: number; total: number; query: string; noun: string }

/** Where in a long list one is, how to go on, and the whole of it as a file. */
export function Pager({ page, pages, total, query, noun }: PagerProps) {
  const to = (set: Record<string, string>) => {
    const address = new URLSearchParams(query)
    for (const [name, value] of Object.entries(set)) address.set(name, value)
    return `?${address}`
  }
  if (total === 0) return null
  return (
    <nav class="en-pager" aria-label="This list">
      <p class="govuk-body">
        {total.toLocaleString('en-GB')} {noun}
        {pages > 1 && `, page ${page} of ${pages}`}
        {' · '}
        <a href={to({ format: 'csv' })}>Download as CSV</a>
      </p>
      {pages > 1 && (
        <ul>
          {page > 1 && (
            <li>
              <a rel="prev" href={to({ page: String(page - 1) })}>
                Previous page
              </a>
            </li>
          )}
          {page < pages && (
            <li>
              <a rel="next" href={to({ page: String(page + 1) })}>
                Next page
              </a>
            </li>
          )}
        </ul>
      )}
    </nav>
  )
}

const cellText = (shown: unknown): string =>
  typeof shown === 'string' || typeof shown === 'number' ? String(shown) : ''

/** The rows as a CSV's columns and cells: what the page shows, in plain text. */
export function csvRows<Row>(of: Listing<Row>, rows: Row[]): { columns: string[]; rows: string[][] } {
  const cell = (column: Column<Row>, row: Row) =>
    column.csv ? String(column.csv(row) ?? '') : cellText(column.show(row))
  return {
    columns: of.columns.map(({ title }) => title),
    rows: rows.map((row) => of.columns.map((c) => cell(c, row))),
  }
}
