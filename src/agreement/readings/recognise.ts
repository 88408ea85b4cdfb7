import type { Words } from '../rules.ts'
import { rolesOf } from './roles.ts'
import { wordsOf } from './words.ts'

/** The title, opening, parts and numbered clauses in a text of lines, as far as they can be told by themselves. */
export function recognise(texts: readonly string[]): Words {
  const lines = texts.map((text) => ({ text }))
  return wordsOf(lines, rolesOf(lines))
}
