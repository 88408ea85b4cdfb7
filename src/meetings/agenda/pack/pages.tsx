import { inWords } from '../../../platform/day.ts'
import { Markdown } from '../../../platform/markdown.tsx'
import { Page } from '../../../platform/page.tsx'
import {
  ButtonLink,
  Deeds,
  Inset,
  Lead,
  Link,
  Section,
  Small,
  Subheading,
  Tag,
  Text,
} from '../../../platform/parts.tsx'
import type { Meeting } from '../../queries.ts'
import { besides } from '../pages.tsx'
import { addressOf, paperInWords } from '../papers/pages.tsx'
import type { Paper } from '../papers/queries.ts'
import { timings, timingsInWords } from '../rules.ts'
import { type Packed, paperTitle } from './document.ts'

type PackProps = { meeting: Meeting; items: Packed[]; changed: boolean }

/** Everything for a meeting on one page: the agenda in order, with its papers. */
export function PackPage({ meeting, items, changed }: PackProps) {
  const at = `/meetings/${meeting.id}`
  const clock = timings(
    items.map(({ item }) => item),
    meeting,
  )
  const confidential = items.some(({ item }) => item.partB)
  return (
    <Page title={`Pack: ${meeting.title}`} up={{ href: at, says: meeting.title }}>
      <Lead>
        {inWords(meeting.heldOn)}. {timingsInWords(clock)}.
      </Lead>
      {changed && <Inset>The agenda has changed since it was sent.</Inset>}
      {confidential && (
        <Inset>
          It holds confidential items (Part B). That you opened them is recorded; the file holds them too.
        </Inset>
      )}
      <Deeds>
        <ButtonLink to={`${at}/pack.pdf`}>Download as PDF</ButtonLink>
      </Deeds>
      {items.map((packed, i) => (
        <Item packed={packed} begins={clock.at[i] ?? null} />
      ))}
    </Page>
  )
}

function Item({ packed, begins }: { packed: Packed; begins: string | null }) {
  const { item, papers, content } = packed
  return (
    <Section title={`${item.number}. ${item.title}`} id={`item-${item.number}`}>
      <Small>
        {[begins, besides(item)].filter(Boolean).join(' · ')}{' '}
        <Link to={`/meetings/${item.meetingId}/items/${item.id}`}>Open</Link>
      </Small>
      {item.partB && <Tag says="Part B" tone="due" />}
      {item.purpose && <Text>{item.purpose}</Text>}
      {content?.shown}
      {papers.map((paper) => (
        <PaperHere title={paperTitle(packed, paper)} paper={paper} />
      ))}
    </Section>
  )
}

function PaperHere({ title, paper }: { title: string; paper: Paper }) {
  return (
    <>
      <Subheading>{title}</Subheading>
      {paper.summary && <Text>{paper.summary}</Text>}
      {paper.words === null ? (
        <Text>
          <Link to={addressOf(paper)}>
            Open {paper.name} ({paperInWords(paper)})
          </Link>
        </Text>
      ) : (
        <Markdown text={paper.words} under={3} />
      )}
    </>
  )
}
