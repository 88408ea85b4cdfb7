import type { Judged } from '../src/agreement/commitment.ts'
import { standardTerms, type Terms } from '../src/agreement/terms/rules.ts'
import type { Member } from '../src/members/tables.ts'
import { type AcademicYear, academicYearOf, day, lastDay } from '../src/platform/day.ts'

/** A member all year, of a kind to which everything applies. */
export const aMember: Member = {
  ...{ id: 1, urn: 990001, name: 'Ashmere High School', shortName: 'Ashmere', type: 'Community school' },
  ...{ phase: 'Secondary', religiousCharacter: null, lowAge: 11, highAge: 16, trustId: null },
  joinedOn: day('2015-09-01'),
  leftOn: null,
}

type Given = { on?: string; atEndOf?: number; member?: Partial<Member>; terms?: Partial<Terms> }

/** What a judgement is given, as at a day or at the end of a year: 2017-18 unless said otherwise. */
export function judgedAt({ on = '2018-03-05', atEndOf, member = {}, terms = {} }: Given = {}): Judged {
  const when =
    atEndOf === undefined
      ? { on: day(on), year: academicYearOf(day(on)), ended: false }
      : { on: lastDay(atEndOf as AcademicYear), year: atEndOf as AcademicYear, ended: true }
  return {
    ...when,
    terms: { ...standardTerms, ...terms },
    member: { ...aMember, ...member },
    clause: { promiseId: 1, number: '1', words: 'Words.', part: '' },
  }
}
