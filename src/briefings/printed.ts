import { inWords } from '../platform/day.ts'
import { markdownBlocks } from '../platform/markdown.tsx'
import type { Document } from '../platform/pdf.ts'
import type { BriefingRow } from './queries.ts'

/** A briefing as a document to hand round. */
export const documentOf = ({ title, heldOn, school, words }: BriefingRow): Document => ({
  title: `Briefing for those who govern ${school}`,
  subtitle: `${title}, ${inWords(heldOn)}`,
  author: school,
  date: heldOn,
  sections: markdownBlocks(words).map((block) => (block.kind === 'heading' ? { ...block, level: 1 } : block)),
})
