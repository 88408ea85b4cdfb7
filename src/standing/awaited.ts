import {
  type Applies,
  answersFairAccessPanel,
  followsKeepingOnTrack,
  opensToYear7,
  takesInYearApplications,
  usesAdmissionsForms,
} from '../agreement/applies.ts'
import { type Commitment, type Judged, unasked } from '../agreement/commitment.ts'
import { doesNotApply, type Finding, notYetDue } from '../agreement/finding.ts'
import { yearName } from '../platform/day.ts'

/**
 * A promise whose records this system does not keep yet: it says so, and what will be asked once it does. Schools of
 * a kind that it does not bind are told why not.
 */
export const awaited = (
  asks: string,
  { kind = 'measured', applies = () => null }: { kind?: Commitment['kind']; applies?: Applies } = {},
): Commitment =>
  unasked({ asks, kind }, (judged) => {
    const why = applies(judged.member)
    return why === null ? unrecorded(asks, judged) : doesNotApply(why)
  })

/** Nothing is recorded of it: it will be asked one day, and cannot be asked of a year that is over. */
export const unrecorded = (asks: string, { year, ended }: Judged): Finding =>
  ended
    ? doesNotApply(`Nothing was recorded for this in ${yearName(year)}, and nobody was asked. ${asks}`)
    : notYetDue(`Nothing is recorded for this yet. What will be asked: ${asks}`)

export const awaitedCommitments = {
  'data sharing': awaited('Whether data that was promised was shared with those it was promised to.'),
  policies: awaited('Whether the policies and structures that are shared are there, and in date.'),
  vacancies: awaited('Whether every vacancy was advertised openly, before it closed.'),
  'open events': awaited('Whether an event was held for families choosing a Year 7 place.', {
    applies: opensToYear7,
  }),
  'event advertising': awaited('Which events were advertised to the community.'),
  'pupil approaches': awaited('Whether any campaign was addressed to pupils of another member.', {
    kind: 'kept',
  }),
  'admissions forms': awaited('Whether the forms in use are the authority’s.', {
    kind: 'declared',
    applies: usesAdmissionsForms,
  }),
  'in-year admissions': awaited('Whether applications in the year were answered in time.', {
    applies: takesInYearApplications,
  }),
  'keeping on track': awaited('Whether plans under Keeping on Track were reviewed when due.', {
    kind: 'declared',
    applies: followsKeepingOnTrack,
  }),
  'fair access': awaited('Whether each recommendation of the panel was answered, and the pupil started.', {
    applies: answersFairAccessPanel,
  }),
}
