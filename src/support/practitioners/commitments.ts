import { commitment, type Judged } from '../../agreement/commitment.ts'
import {
  atRisk,
  attested,
  breached,
  doesNotApply,
  type Evidence,
  type Finding,
} from '../../agreement/finding.ts'
import { inWords, yearName } from '../../platform/day.ts'
import { type Vouched, vouchedFor } from './list.ts'
import { wordOf } from './rules.ts'

const many = (count: number) => (count === 1 ? '1 practitioner' : `${count} practitioners`)
const hrefOf = ({ id }: Vouched) => `/support/practitioners/${id}`

/** Whoever reads a school’s standing need not be entitled to know whom its head vouches for: the record says who. */
const evidenceOf = (one: Vouched): Evidence => ({
  says: one.vouchedOn === null ? 'A practitioner for whom no head has vouched' : 'A practitioner vouched for',
  on: one.vouchedOn,
  href: hrefOf(one),
})

/** Clause 22: a head’s word that each practitioner is highly effective, not older than the heads agreed. */
export function headsWord(rows: Vouched[], { terms, on, year, ended, member }: Judged): Finding {
  if (rows.length === 0)
    return doesNotApply(
      ended
        ? `${member.shortName} released no practitioner at the end of ${yearName(year)}.`
        : `${member.shortName} releases no practitioner.`,
    )
  const evidence = rows.map(evidenceOf)
  const words = rows.map((row) => ({ row, ...wordOf(row.vouchedOn, terms, on) }))
  const late = words.filter(({ word }) => word === 'late' || word === 'none')
  const soon = words.filter(({ word }) => word === 'soon')
  const next = nextFor([...late, ...soon])
  if (late.length > 0)
    return breached(
      `The head’s word for ${late.length} of ${many(rows.length)} is older than ${terms.vouchingDays} days, or was not given.`,
      { evidence, ...next },
    )
  const [first] = soon.flatMap(({ until }) => until ?? []).sort()
  if (first)
    return atRisk(
      `The head has vouched for ${many(rows.length)}; for ${soon.length} of them it runs out soon, the first on ${inWords(first)}.`,
      { evidence, ...next },
    )
  return attested(`The head has vouched for ${many(rows.length)} within ${terms.vouchingDays} days.`, {
    evidence,
  })
}

const nextFor = ([first]: { row: Vouched }[]) =>
  first ? { next: { says: 'The head vouches again, or ends it', href: hrefOf(first.row) } } : {}

export const practitionerCommitments = {
  practitioners: commitment(
    {
      asks: 'Whether the head’s word for every practitioner who is released is in date.',
      kind: 'declared',
      terms: ['vouchingDays', 'warningDays'],
    },
    vouchedFor,
    headsWord,
  ),
}
