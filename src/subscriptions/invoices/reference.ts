/**
 * What a payer gives the bank: an ISO 11649 creditor reference, `RF` with two check digits (modulo 97, ISO 7064) and the
 * number of the invoice. It has letters and digits only and at most 18 characters, which is what Bacs and Faster
 * Payments carry.
 */
export function referenceOf(prefix: string, number: number): string {
  const body = `${prefix}${String(number).padStart(5, '0')}`
  return `RF${String(98 - remainder(`${body}RF00`)).padStart(2, '0')}${body}`
}

/** Whether the check digits agree with the rest. */
export const isReference = (text: string) =>
  /^RF\d\d[A-Z0-9]{1,14}$/.test(text) && remainder(`${text.slice(4)}${text.slice(0, 4)}`) === 1

/** As people copy it: in fours, `RF18 INV0 0001`. */
export const inFours = (reference: string) => reference.replace(/(.{4})(?=.)/g, '$1 ')

const LONGEST = 18
/**
 * The references in what a bank passes on, which may have spaces, small letters and other words around them. Each is
 * one whose check digits agree, so that a slip of a finger is no other school’s invoice.
 */
export function referencesIn(text: string): string[] {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  const found = new Set<string>()
  for (const { index } of plain.matchAll(/RF(?=\d\d[A-Z0-9])/g))
    for (let end = index + LONGEST; end > index + 5; end--) {
      const candidate = plain.slice(index, end)
      if (candidate.length === end - index && isReference(candidate)) found.add(candidate)
    }
  return [...found]
}

/** Letters count from 10, as in a bank account’s international number. */
function remainder(text: string): number {
  let rest = 0
  for (const character of text) {
    const value = Number.parseInt(character, 36)
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97
  }
  return rest
}
