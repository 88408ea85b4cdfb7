import { type ClauseKind, clauseKinds } from '../../agreement/tables.ts'
import { choice, select } from '../../platform/form.ts'
import { commitmentNames } from './rules.ts'

/** Stands for what judges a promise that nothing judges; no commitment has this name. */
const NOTHING = 'nothing'

/** A commitment as people say it. */
export const inTitle = (name: string) =>
  (name.charAt(0).toUpperCase() + name.slice(1)).replace(/\bssig\b/i, 'SSIG')

/** What may judge a clause, by the name under which it is chosen. */
export const judges: Record<string, string> = {
  [NOTHING]: 'Nothing: people keep it',
  ...Object.fromEntries(commitmentNames.map((name) => [name, inTitle(name)])),
}

export const judgeTyped = (commitment: string | null) => commitment ?? NOTHING
export const commitmentTyped = (judge: string) => (judge === NOTHING ? null : judge)

export const judgeField = (label: string, { empty = 'Choose one' } = {}) =>
  select(label, judges, { ask: 'Select what judges it', empty })
export const kindField = (label: string) =>
  choice<ClauseKind>(label, clauseKinds, { ask: 'Select how it is held' })
