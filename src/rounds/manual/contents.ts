import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectFolder } from '../../platform/project.ts'

/** The pages of the manual in the order in which they are read: how an address says each, and its title. */
export const contents = [
  ['what-rounds-are', 'What rounds are, and what they are not'],
  ['a-problem-of-practice', 'Choosing a problem of practice'],
  ['preparing-the-school', 'Preparing the school'],
  ['in-the-room', 'In the room'],
  ['the-debrief', 'The debrief, step by step'],
  ['patterns-and-theory', 'Patterns and the theory of action'],
  ['the-return', 'The next level of work, and the return'],
  ['confidentiality', 'What stays in the round'],
] as const
export type ManualPage = (typeof contents)[number][0]

const read = new Map<ManualPage, string>()

/** The words of a page, read once from the file beside this one. */
export function wordsOf(page: ManualPage): string {
  const known = read.get(page)
  if (known !== undefined) return known
  const words = readFileSync(path.join(projectFolder, 'src/rounds/manual', `${page}.md`), 'utf8')
  read.set(page, words)
  return words
}
