import type { OrganisationKind } from '../members/tables.ts'
import { type Day, inWords } from '../platform/day.ts'
import { Wrong } from './cells.ts'
import type { Found } from './lookup.ts'
import type { SheetRead } from './records.ts'

/** One membership of one school. Its id is known once it is recorded. */
export type Spell = {
  id: number | null
  joinedOn: Day
  leftOn: Day | null
  /** The URNs the school bore in it, the last one last. */
  urns: { urn: number; from: Day; to: Day | null }[]
}
export type Organisation = { id: number | null; name: string; kind: OrganisationKind }

/** Days from one to another, both included; without an end, for good. */
export type Span = { from: Day | null; to: Day | null }

const overlap = (a: Span, b: Span) =>
  (a.from === null || b.to === null || a.from <= b.to) && (b.from === null || a.to === null || b.from <= a.to)

export { overlap as spansOverlap }

const spanOf = ({ joinedOn, leftOn }: Spell): Span => ({ from: joinedOn, to: leftOn })

/** Schools and their memberships, recorded before and new in this import together. */
export class Places {
  readonly #names = new Map<number, string>()
  readonly #spells = new Map<number, Spell[]>()
  readonly #sheet: Pick<SheetRead, 'spoiled' | 'stopped'>

  constructor(sheet: Pick<SheetRead, 'spoiled' | 'stopped'>) {
    this.#sheet = sheet
  }

  addSchool(urn: number, name: string) {
    this.#names.set(urn, name)
  }

  addSpell(spell: Spell) {
    for (const { urn } of spell.urns) {
      const spells = [...(this.#spells.get(urn) ?? []), spell]
      this.#spells.set(
        urn,
        spells.sort((a, b) => (a.joinedOn < b.joinedOn ? -1 : 1)),
      )
    }
  }

  /** In the order of their first days. */
  spellsOf(urn: number): Spell[] {
    return this.#spells.get(urn) ?? []
  }

  /** A recorded membership, found by one of its URNs. */
  withId(id: number, urn: number): Spell | undefined {
    return this.spellsOf(urn).find((spell) => spell.id === id)
  }

  name(urn: number): string {
    return this.#names.get(urn) ?? `The school with URN ${urn}`
  }

  /** The school of a row that need not be a member on the day. */
  school(urn: number): Found<number> {
    return this.#names.has(urn) ? urn : this.#unknown(urn)
  }

  /** The latest membership of the school within these days. */
  during(urn: number, span: Span): Spell | undefined {
    return this.spellsOf(urn).findLast((spell) => overlap(spanOf(spell), span))
  }

  /** The membership of the school on the day; saying when it was a member, if it was not then. */
  memberOn(urn: number, on: Day): Found<Spell> {
    return this.memberDuring(urn, { from: on, to: on }, `on ${inWords(on)}`)
  }

  memberDuring(urn: number, span: Span, when: string): Found<Spell> {
    const spell = this.during(urn, span)
    if (spell || !this.#names.has(urn) || this.#unsure(urn)) return spell ?? this.#unknown(urn)
    return new Wrong(`is ${this.name(urn)}, which was not a member ${when}`, this.#whenMember(urn))
  }

  /** For a post, which may have begun before its school joined or ended after it left. */
  nearest(urn: number, span: Span): Found<Spell> {
    const spells = this.spellsOf(urn)
    const before = spells.findLast((spell) => span.from !== null && spell.joinedOn <= span.from)
    const spell = this.during(urn, span) ?? before ?? spells[0]
    if (spell || !this.#names.has(urn) || this.#unsure(urn)) return spell ?? this.#unknown(urn)
    return new Wrong(
      `is ${this.name(urn)}, which was never a member`,
      'Add its membership to schools.csv, or name it under organisation',
    )
  }

  /** The row of this school has a fault of its own, or may be among those that could not be read. */
  #unsure(urn: number): boolean {
    return this.#sheet.stopped || this.#sheet.spoiled.has(String(urn))
  }

  #unknown(urn: number): Wrong | undefined {
    return this.#unsure(urn)
      ? undefined
      : new Wrong('is not the URN of a school we know', 'Correct it, or add the school to schools.csv')
  }

  #whenMember(urn: number): string {
    const spells = this.spellsOf(urn).map((spell) =>
      spell.leftOn
        ? `from ${inWords(spell.joinedOn)} to ${inWords(spell.leftOn)}`
        : `from ${inWords(spell.joinedOn)}`,
    )
    if (spells.length === 0)
      return 'It was never a member: add its membership to schools.csv, or correct the URN'
    return `It was a member ${spells.join(' and ')}: correct the day or the URN, or its membership in schools.csv`
  }
}
