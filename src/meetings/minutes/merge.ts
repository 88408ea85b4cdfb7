import { diff3Merge } from 'node-diff3'

/** What one minute said when a page was opened on it, what was typed there, and what others have written since. */
export type Versions = { opened: string; mine: string; theirs: string }

/** A paragraph that two people changed at once, as each of them left it; empty where one took it out. */
export type Both = { mine: string; theirs: string }

/** All that both wrote, and the paragraphs that they both changed, which then stand in `words` one after the other. */
export type Merged = { words: string; both: Both[] }

/** Each line that says something is a paragraph. */
export const paragraphsOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')

/** Puts together what two people wrote at once: nothing that either of them typed is left out. */
export function merged({ opened, mine, theirs }: Versions): Merged {
  if (mine === opened || mine === theirs) return { words: theirs, both: [] }
  if (theirs === opened) return { words: mine, both: [] }
  const regions = diff3Merge(paragraphsOf(mine), paragraphsOf(opened), paragraphsOf(theirs), {
    excludeFalseConflicts: true,
  })
  const parts = regions.map(({ ok, conflict }) =>
    conflict
      ? settled({ mine: conflict.a, opened: conflict.o, theirs: conflict.b })
      : { lines: ok ?? [], both: [] },
  )
  const between = [mine, theirs].some((text) => text.includes('\n\n')) ? '\n\n' : '\n'
  return {
    words: parts.flatMap(({ lines }) => lines).join(between),
    both: parts.flatMap(({ both }) => both),
  }
}

type Region = { mine: string[]; opened: string[]; theirs: string[] }
type Settled = { lines: string[]; both: Both[] }

const alone = (lines: string[]): Settled => ({ lines, both: [] })

/** Neighbouring paragraphs that were changed are no quarrel, nor is what was only added beside a change. */
function settled({ mine, opened, theirs }: Region): Settled {
  if (opened.length === 0) return alone([...theirs, ...mine.filter((line) => !theirs.includes(line))])
  const added = addedTo(opened, mine)
  if (added) return alone([...added.before, ...theirs, ...added.after])
  const addedByThem = addedTo(opened, theirs)
  if (addedByThem) return alone([...addedByThem.before, ...mine, ...addedByThem.after])
  if (mine.length === opened.length && theirs.length === opened.length) return each({ mine, opened, theirs })
  return { lines: [...theirs, ...mine], both: [{ mine: mine.join('\n'), theirs: theirs.join('\n') }] }
}

/** What somebody wrote before or after these paragraphs, when that is all they did. */
function addedTo(opened: string[], now: string[]): { before: string[]; after: string[] } | undefined {
  const more = now.length - opened.length
  if (more <= 0) return undefined
  if (opened.every((line, i) => line === now[i])) return { before: [], after: now.slice(opened.length) }
  if (opened.every((line, i) => line === now[i + more])) return { before: now.slice(0, more), after: [] }
  return undefined
}

/** Paragraph by paragraph, where both left as many as there were. */
function each({ mine, opened, theirs }: Region): Settled {
  const lines = opened.map((was, i): Settled => {
    const [one = '', other = ''] = [mine[i], theirs[i]]
    if (one === was || one === other) return alone([other])
    return other === was ? alone([one]) : { lines: [other, one], both: [{ mine: one, theirs: other }] }
  })
  return { lines: lines.flatMap((line) => line.lines), both: lines.flatMap((line) => line.both) }
}
