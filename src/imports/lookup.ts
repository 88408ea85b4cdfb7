import { Wrong } from './cells.ts'
import { refKey, type SheetRead } from './records.ts'

/** What a name in a row stands for; nothing where its own row has a fault, which is said there. */
export type Found<Thing> = Thing | Wrong | undefined

type Named = { ref: string | null; name?: string; email?: string | null }

/** Finds what rows name by ref, or by an address or a name that only one of them bears. */
export class Lookup<Thing extends Named> {
  readonly #what: { one: string; many: string }
  readonly #sheet: Pick<SheetRead, 'file' | 'spoiled' | 'stopped'>
  readonly #byRef = new Map<string, Thing>()
  readonly #byName = new Map<string, Thing[]>()

  constructor(what: { one: string; many: string }, sheet: Pick<SheetRead, 'file' | 'spoiled' | 'stopped'>) {
    this.#what = what
    this.#sheet = sheet
  }

  /** A later one with the same ref stands in for an earlier one. */
  add(thing: Thing) {
    if (thing.ref !== null) this.#byRef.set(refKey(thing.ref), thing)
    for (const name of [thing.name, thing.email])
      if (name) this.#byName.set(refKey(name), [...(this.#byName.get(refKey(name)) ?? []), thing])
  }

  withRef(ref: string): Thing | undefined {
    return this.#byRef.get(refKey(ref))
  }

  find(said: string): Found<Thing> {
    const key = refKey(said)
    const found = this.#byRef.get(key)
    if (found) return found
    const named = this.#byName.get(key) ?? []
    if (named.length === 1) return named[0]
    if (named.length > 1)
      return new Wrong(
        `is the name of ${named.length} ${this.#what.many}`,
        'Write the ref of the one you mean',
      )
    if (this.#sheet.stopped || this.#sheet.spoiled.has(key)) return undefined
    return new Wrong(`is no ${this.#what.one} we know`, `Correct it, or add it to ${this.#sheet.file}`)
  }
}
