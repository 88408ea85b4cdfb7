import { sql } from 'kysely'
import { isVoluntary, supplementaryForm } from '../agreement/applies.ts'
import { type Asked, commitment, type Judged } from '../agreement/commitment.ts'
import { doesNotApply, type Finding } from '../agreement/finding.ts'
import type { Reader } from '../platform/db.ts'
import { unrecorded } from './awaited.ts'

type Former = { membershipId: number; type: string | null }

/** Every member with the types of the schools that it was before: under an earlier URN, or a registered predecessor. */
async function formerTypes(db: Reader, { on }: Asked): Promise<Former[]> {
  const { rows } = await sql<Former>`
    select ms.membership_id, coalesce(before.type, own.type) as type
    from membership_schools ms
    join schools own on own.urn = ms.urn
    left join school_links l on l.urn = ms.urn and l.link_type ilike 'predecessor%'
    left join schools before on before.urn = l.link_urn
    where ms.from_on <= ${on}
    union
    select ms.membership_id, own.type from membership_schools ms join schools own on own.urn = ms.urn
    where ms.from_on <= ${on}`.execute(db)
  return rows
}

const WILL_ASK = 'Whether a supplementary form is in use, and whether the school may use one.'

/** Clause 45: for voluntary schools, and academies that were one; any other has no supplementary form to judge. */
export function mayUseSupplementaryForm(former: Former[], judged: Judged): Finding {
  const { member } = judged
  const { standing, because, evidence } = unrecorded(WILL_ASK, judged)
  const since = (may: string) => ({ standing, because: `${may} ${because}`, evidence })
  const was = former.some(isVoluntary)
  switch (supplementaryForm(member, was)) {
    case 'allowed':
      return since(`${member.shortName} may use a supplementary form on grounds of faith.`)
    case 'by succession':
      return since(
        `${member.shortName} was a voluntary school before it became an academy, and may use a supplementary form by succession.`,
      )
    case 'not allowed':
      return doesNotApply(
        `The clause gives a supplementary form to voluntary aided and controlled schools; ${member.shortName} is not one.`,
      )
  }
}

export const supplementaryCommitments = {
  'supplementary forms': commitment({ asks: WILL_ASK, kind: 'kept' }, formerTypes, mayUseSupplementaryForm),
}
