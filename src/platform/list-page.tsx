import type { PropsWithChildren } from 'hono/jsx'
import type { Form } from './form.ts'
import { type NavItem, Page } from './page.tsx'
import { ButtonLink, Deeds, Lead } from './parts.tsx'
import { FilterFor } from './questions.tsx'
import { type Listing, Pager, Table } from './table.tsx'
import type { ListShown } from './web.tsx'

type ListPageProps<Row> = PropsWithChildren<{
  title: string
  lead: string
  of: Listing<Row>
  filter: Form<never> | Form<unknown>
  shown: ListShown<Row>
  /** What the rows are called, as one and as many. */
  noun: readonly [one: string, many: string]
  /** What may be added here, by whoever may add it. */
  add?: NavItem | false
  /** Where it belongs, when it is a list about one thing. */
  up?: NavItem
}>

/** A list to look through: what it is, what can be added, how to narrow it, its rows, and the way on. */
export function ListPage<Row>({
  title,
  lead,
  of,
  filter,
  shown,
  noun: [one, many],
  add,
  up,
  children,
}: ListPageProps<Row>) {
  return (
    <Page title={title} wide {...(up ? { up } : {})}>
      <Lead>{lead}</Lead>
      {add && (
        <Deeds>
          <ButtonLink to={add.href}>{add.says}</ButtonLink>
        </Deeds>
      )}
      {children}
      <FilterFor form={filter} answers={shown.answers} />
      <Table of={of} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun={shown.total === 1 ? one : many} />
    </Page>
  )
}
