import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Schema } from 'node-schematron'

const folder = import.meta.dirname
/** Every Schematron file that lies here, whoever put it there. */
const schemas = readdirSync(folder)
  .filter((name) => name.endsWith('.sch'))
  .sort()
  .map((name) => ({ name, of: Schema.fromString(readFileSync(path.join(folder, name), 'utf8')) }))

/** Those that are ours, of which every rule is tried. */
const ours = ['codes.sch', 'conditions.sch', 'core.sch', 'decimals.sch', 'ubl.sch', 'vat.sch']

export const ruleIds = [
  ...new Set(
    schemas
      .filter(({ name }) => ours.includes(name))
      .flatMap(({ of }) => of.patterns.flatMap(({ rules }) => rules.flatMap(({ asserts }) => asserts)))
      .map(({ id }) => id ?? ''),
  ),
]

const states = (of: Schema, id: string) =>
  of.patterns.some(({ rules }) => rules.some(({ asserts }) => asserts.some((one) => one.id === id)))

/** What a document breaks, by the rule and what it says; of the files that state one rule where it is named. */
export const broken = (xml: string, rule?: string) =>
  schemas.flatMap(({ of }) =>
    rule && !states(of, rule)
      ? []
      : of
          .validateString(xml)
          .map(({ assertId, message }) => ({ id: assertId ?? '', says: message?.trim() ?? '' })),
  )
