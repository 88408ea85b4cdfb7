/** Whom a text names that it may not, as it was typed; nobody is null. */
export function namedIn(text: string, staff: readonly string[]): string | null {
  const plain = text.normalize('NFKC')
  return titled(plain) ?? staffNamed(plain, staff)
}

/** `Mr Smith` in any case; `Miss` and `Sir`, which are words too, only before a capital letter. `MS` is software. */
const TITLED = [
  /(?<![\p{L}\p{N}])(?:mr|mrs|dr|mx|prof)(?:\.\s*|\s+)\p{L}[\p{L}’'-]+/iu,
  /(?<![\p{L}\p{N}])(?:Miss|MISS|Ms|Sir|SIR|Madam|Professor)(?:\.\s*|\s+)\p{Lu}[\p{L}’'-]+/u,
]

const titled = (text: string): string | null => {
  for (const looks of TITLED) {
    const [found] = looks.exec(text) ?? []
    if (found) return found.replace(/\s+/g, ' ')
  }
  return null
}

/** `Hannah Head`, `Head, Hannah` and `H. Head`; a surname alone may be a word like any other. */
function staffNamed(text: string, staff: readonly string[]): string | null {
  const said = ` ${letters(text)} `
  for (const name of staff) {
    const words = letters(name).split(' ').filter(Boolean)
    const [first = '', last = ''] = [words[0], words.at(-1)]
    if (words.length < 2) continue
    const initial = first.slice(0, 1)
    const shapes = [words.join(' '), `${first} ${last}`, `${last} ${first}`]
    // “A head” and “I head” are words.
    if (!'ai'.includes(initial)) shapes.push(`${initial} ${last}`)
    if (shapes.some((shape) => said.includes(` ${shape} `))) return name
  }
  return null
}

const letters = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The sentence that is said beside the words. */
export const scrubbedInWords = (named: string) =>
  `“${named}” names somebody. Names are scrubbed from rounds: give the code of the room, the year group and the subject`
