import { type Day, inWords } from '../../platform/day.ts'
import { markdownBlocks } from '../../platform/markdown.tsx'
import type { Block, Document } from '../../platform/pdf.ts'
import { estimates, sections } from '../tables.ts'
import type { Written } from './queries.ts'
import { sectionsOf } from './rules.ts'

export type Report = {
  alliance: string
  host: string
  cluster: string
  focus: string | null
  visitFrom: Day | null
  visitTo: Day | null
  reportedOn: Day
  reviewers: { name: string; school: string; leads: boolean }[]
  texts: Written[]
}

/** A report as a document to print: as it was handed over, and whose it is. */
export function printedReport({ alliance, host, cluster, reportedOn, texts, ...told }: Report): Document {
  const { focus, visitFrom, visitTo, reviewers } = told
  const visit =
    visitFrom && visitTo && visitTo !== visitFrom
      ? `${inWords(visitFrom)} to ${inWords(visitTo)}`
      : visitFrom && inWords(visitFrom)
  const facts = [
    `Cluster: ${cluster}`,
    ...(visit ? [`Visit: ${visit}`] : []),
    ...(focus ? [`Focus: ${focus}`] : []),
    `Reviewers: ${reviewers.map(({ name, school, leads }) => `${name}, ${school}${leads ? ' (lead)' : ''}`).join('; ')}`,
  ]
  return {
    title: `Peer review of ${host}`,
    subtitle: `Report handed over on ${inWords(reportedOn)}`,
    author: alliance,
    date: reportedOn,
    sections: [
      { kind: 'list', items: facts },
      ...sectionsOf('report').flatMap((section) =>
        passage(
          sections[section],
          texts.find((one) => one.section === section),
        ),
      ),
      { kind: 'note', text: `This report is the property of the head of ${host}, who decides who reads it.` },
    ],
  }
}

function passage(heading: string, written: Written | undefined): Block[] {
  if (!written || (!written.words && !written.estimate)) return []
  return [
    { kind: 'heading', level: 1, text: heading },
    ...markdownBlocks(written.words),
    ...(written.estimate
      ? [{ kind: 'paragraph' as const, text: `Estimate: ${estimates[written.estimate]}` }]
      : []),
  ]
}
