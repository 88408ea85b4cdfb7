import { type Day, inWords } from '../../../platform/day.ts'
import { markdownBlocks } from '../../../platform/markdown/printed.ts'
import type { Insert } from '../../../platform/pdf/bind.ts'
import type { Block, Document } from '../../../platform/pdf.ts'
import type { Meeting } from '../../queries.ts'
import type { Content } from '../content.tsx'
import { paperInWords } from '../papers/pages.tsx'
import type { Paper } from '../papers/queries.ts'
import type { Item } from '../queries.ts'
import { timings, timingsInWords } from '../rules.ts'
import { itemKinds } from '../tables.ts'

/** An item with its papers, in the order of the agenda. */
export type Packed = { item: Item; papers: Paper[]; content: Content | null }

export type Pack = {
  meeting: Meeting
  items: Packed[]
  alliance: string
  site: string
  today: Day
}

/** What is typeset of a pack, and which papers are bound in before which of its headings. */
export type Composed = {
  document: Document
  inserts: (Pick<Insert, 'before' | 'title'> & { paper: Paper })[]
}

export const isPdf = ({ type }: Paper) => type === 'application/pdf'

/** The most that one pack carries of files, in bytes; what goes beyond it is only linked to. */
const MOST_CARRIED = 150 * 1024 * 1024

/** The papers whose files go along in the pack, from the first on for as long as there is room. */
export function carried(items: Packed[]): Set<number> {
  let total = 0
  const files = items.flatMap(({ papers }) => papers).filter(({ words }) => words === null)
  const fitting = files.filter(({ size }) => {
    total += size ?? 0
    return total <= MOST_CARRIED
  })
  return new Set(fitting.map(({ id }) => id))
}

/** “Paper 3.2: Budget”. */
export const paperTitle = ({ item, papers }: Packed, paper: Paper) =>
  `Paper ${item.number}.${papers.indexOf(paper) + 1}: ${paper.title}`

/** The pack as a document: the agenda with its timings, then every item with its papers. */
export function composed({ meeting, items, alliance, site, today }: Pack): Composed {
  const sections: Block[] = [{ kind: 'heading', level: 1, text: 'Agenda' }, ...agendaBlocks(meeting, items)]
  const inserts: Composed['inserts'] = []
  const along = carried(items)
  for (const [i, packed] of items.entries()) {
    // Items without papers follow one another; what has papers begins and ends a page of its own.
    if (i === 0 || [packed, items[i - 1]].some((one) => one && one.papers.length > 0))
      sections.push({ kind: 'page break' })
    sections.push(...itemBlocks(packed))
    for (const paper of packed.papers) {
      const title = paperTitle(packed, paper)
      sections.push(
        { kind: 'heading', level: 2, text: title },
        ...paperBlocks(paper, site, along.has(paper.id)),
      )
      // The next heading begins a new page, so the pages of the paper can be bound in before it.
      if (isPdf(paper) && along.has(paper.id)) {
        inserts.push({ before: headingsIn(sections), title, paper })
        sections.push({ kind: 'page break' })
      }
    }
  }
  const when = [inWords(meeting.heldOn), meeting.starts, meeting.place].filter(Boolean).join(', ')
  return {
    document: { title: meeting.title, subtitle: when, author: alliance, date: today, sections },
    inserts,
  }
}

const headingsIn = (sections: Block[]) => sections.filter(({ kind }) => kind === 'heading').length

function agendaBlocks(meeting: Meeting, items: Packed[]): Block[] {
  const agenda = items.map(({ item }) => item)
  const clock = timings(agenda, meeting)
  const people = [
    meeting.chair && `Chair: ${meeting.chair}`,
    meeting.clerk && `Clerk: ${meeting.clerk}`,
    meeting.link && `Join: ${meeting.link}`,
  ].filter((says) => !!says)
  return [
    ...people.map((says): Block => ({ kind: 'paragraph', text: says as string })),
    {
      kind: 'table',
      caption: 'Agenda',
      columns: [
        { header: 'Item', align: 'end' },
        { header: 'Title', wide: true },
        { header: 'Led by' },
        { header: 'Begins', align: 'end' },
        { header: 'Minutes', align: 'end' },
      ],
      rows: agenda.map(({ number, title, owner, minutes, partB }, i) => [
        String(number),
        partB ? `${title} (Part B)` : title,
        owner ?? '',
        clock.at[i] ?? '',
        minutes === null ? '' : String(minutes),
      ]),
    },
    { kind: 'paragraph', text: `${timingsInWords(clock)}.` },
  ]
}

function itemBlocks({ item, papers, content }: Packed): Block[] {
  const about = [itemKinds[item.kind], item.owner, item.minutes !== null && `${item.minutes} minutes`]
  const blocks: (Block | false)[] = [
    { kind: 'heading', level: 1, text: `${item.number}. ${item.title}` },
    { kind: 'note', text: about.filter(Boolean).join(' · ') },
    item.partB && { kind: 'paragraph', text: [{ text: 'Confidential (Part B).', bold: true }] },
    item.purpose !== '' && { kind: 'paragraph', text: item.purpose },
    !!content && content.lines.length > 0 && { kind: 'list', items: content.lines },
    papers.length === 0 && { kind: 'note', text: 'No papers.' },
  ]
  return blocks.filter((block) => block !== false)
}

function paperBlocks(paper: Paper, site: string, along: boolean): Block[] {
  const summary: Block[] = paper.summary === '' ? [] : [{ kind: 'paragraph', text: paper.summary }]
  if (paper.words !== null) return [...summary, ...markdownBlocks(paper.words)]
  if (isPdf(paper) && along)
    return [...summary, { kind: 'note', text: 'The paper follows on the next pages.' }]
  const link = `${site}/meetings/${paper.meetingId}/papers/${paper.id}`
  const where = along ? 'Attached to this file' : 'Too large to go along'
  const words = `${where} (${paperInWords(paper)}). Also at `
  return [...summary, { kind: 'paragraph', text: [words, { text: link, link }] }]
}
