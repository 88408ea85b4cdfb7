import { printedChart } from '../../platform/chart.tsx'
import { inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import type { Block, Document } from '../../platform/pdf.ts'
import { spendingChart } from './chart.ts'
import type { FundReport } from './report.ts'
import type { FundLine } from './rules.ts'
import { MEANING, summary } from './words.ts'

/** The report as the board reads it. */
export function fundDocument(report: FundReport, alliance: string): Document {
  const { says, span, today, lines } = report
  const end = span.to >= today ? today : span.to
  return {
    title: 'Fund report',
    subtitle: says,
    author: alliance,
    date: today,
    sections: [
      { kind: 'paragraph', text: summary(report) },
      table('Income, spending and reserve', lines.accounts, report),
      table(`Where the reserve stands on ${inWords(end)}`, lines.position, report),
      printedChart(spendingChart(report)),
      { kind: 'note', text: MEANING },
    ],
  }
}

const table = (caption: string, lines: readonly FundLine[], { name, nameBefore }: FundReport): Block => ({
  kind: 'table',
  caption,
  columns: [
    { header: 'What', wide: true },
    { header: name, align: 'end' },
    { header: nameBefore, align: 'end' },
  ],
  rows: lines.map(({ says, now, before, sum }) => {
    const cell = (text: string) => (sum ? [{ text, bold: true }] : text)
    return [cell(says), cell(inPounds(now)), cell(inPounds(before))]
  }),
})
