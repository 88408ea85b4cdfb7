import { membershipOn } from '../members/queries.ts'
import { isMemberOn, spellInWords } from '../members/rules.ts'
import type { Actor } from '../platform/action.ts'
import { type Day, inWords } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { bodyOf, mayKeepCaseStudies, type PartName } from './rules.ts'

export type CaseStudyFilled = {
  title: string
  groupId: number | null
  membershipId: number | null
  publishedOn: Day
  theoryOfAction: string | null
} & Record<PartName, string | null>

/** Records a case study, told in its three parts. */
export async function recordCaseStudy(by: Actor, filled: CaseStudyFilled): Promise<number> {
  permit(mayKeepCaseStudies(by.who))
  const subject = (id: number) => `case-studies/${id}`
  return by.act({ did: 'recorded a case study', subject }, async (tx) => {
    const values = { ...(await checked(tx, filled)), ref: null, importId: null }
    const made = await tx.insertInto('caseStudies').values(values).returning('id').executeTakeFirstOrThrow()
    return made.id
  })
}

/** Corrects a case study as it stood at this version, keeping what stood before. */
export async function correctCaseStudy(
  by: Actor,
  row: { id: number; version: number },
  filled: CaseStudyFilled,
) {
  permit(mayKeepCaseStudies(by.who))
  await by.act({ did: 'corrected a case study', subject: `case-studies/${row.id}` }, async (tx, by) =>
    correct(tx, by, 'caseStudies', row, await checked(tx, filled)),
  )
}

async function checked(db: Reader, { issue, done, impact, ...filled }: CaseStudyFilled) {
  const body = bodyOf({ issue, done, impact })
  if (body === '') throw notPossible('Tell the issue, what was done or the impact', 'issue')
  const { membershipId, publishedOn } = filled
  const school = membershipId === null ? null : await membershipOn(db, membershipId, publishedOn)
  if (school && !isMemberOn(school, publishedOn))
    throw notPossible(
      `${school.name} was not a member on ${inWords(publishedOn)}: it was ${spellInWords(school)}`,
      'membershipId',
    )
  return { ...filled, body }
}
