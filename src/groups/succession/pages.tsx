import type { Child } from 'hono/jsx'
import { inWords } from '../../platform/day.ts'
import { Page } from '../../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Lead, Link, Text as Paragraph, Section } from '../../platform/parts.tsx'
import type { Text } from '../../platform/pdf.ts'
import { Table } from '../../platform/table.tsx'
import { type PackSection, sectionsOf } from './blocks.ts'
import type { Pack } from './queries.ts'

const drawn = (text: Text): Child =>
  typeof text === 'string'
    ? text
    : text.map((run) => {
        if (typeof run === 'string') return run
        const inside = run.bold ? <strong>{run.text}</strong> : run.text
        return run.link ? <Link to={run.link}>{inside}</Link> : inside
      })

function Part({ of }: { of: PackSection['parts'][number] }) {
  if (of.kind === 'paragraph') return <Paragraph>{drawn(of.text)}</Paragraph>
  if (of.kind === 'list') return <Bullets items={of.items.map(drawn)} />
  const columns = of.columns.map(({ header }, i) => ({
    title: header,
    show: (row: readonly Text[]) => drawn(row[i] ?? ''),
  }))
  return (
    <Table of={{ caption: of.caption, empty: '', columns, plain: true }} rows={[...of.rows]} hideCaption />
  )
}

/** What a new lead of a group needs to know, in the order in which they need it. */
export const SuccessionPage = ({ pack }: { pack: Pack }) => (
  <Page
    title={`Leading ${pack.group.name}`}
    up={{ href: `/groups/${pack.group.id}`, says: pack.group.name }}
    wide
  >
    <Lead>What a new lead needs to know, as at {inWords(pack.on)}.</Lead>
    <Deeds>
      <ButtonLink to={`/groups/${pack.group.id}/succession.pdf`} kind="secondary">
        Download as PDF
      </ButtonLink>
    </Deeds>
    {sectionsOf(pack).map(({ title, parts }) => (
      <Section title={title}>
        {parts.map((part) => (
          <Part of={part} />
        ))}
      </Section>
    ))}
  </Page>
)
