import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { academicYearOf, day } from '../../platform/day.ts'
import type { Who } from '../../platform/who.ts'
import {
  type AgreementFacts,
  capacitiesOf,
  composedWords,
  digestOf,
  mayReadAgreement,
  passagesOf,
  purposeOf,
  signingRefusal,
} from './rules.ts'
import type { Party } from './tables.ts'

const facts: AgreementFacts = {
  alliance: 'Vale Learning Alliance',
  toSchool: 'Ashmere High School',
  fromSchool: 'Brindle Moor High School',
  practitioner: 'Priya Practitioner',
  area: 'Maths',
  phase: 'Key stage 4',
  need: 'Problem solving.',
  outcomeHoped: 'A modelled problem each week.',
  halfDays: 6,
  year: academicYearOf(day('2018-03-05')),
  from: day('2018-01-22'),
  to: day('2018-05-25'),
  visitNoteDays: 5,
  evaluationDays: 10,
}

describe('the words of an agreement', () => {
  test('say the days that were agreed, and what each promises', () => {
    const words = composedWords(facts)
    assert.match(words, /3 days of the practitioner’s time, counted in half-days in the ledger of 2017-18/)
    assert.match(words, /note each visit within 5 school days/)
    assert.match(words, /within 10 school days of its close \(clause 26\)/)
    assert.match(words, /letter of assurance: the head of Brindle Moor High School assures/)
    assert.match(words, /Nothing of it is used in anybody’s appraisal/)
    assert.match(composedWords({ ...facts, evaluationDays: 1 }), /within 1 school day of/)
  })

  test('hold as many passages whatever somebody typed, and come back as they were', () => {
    const many = passagesOf(composedWords(facts)).length
    fc.assert(
      fc.property(fc.string(), fc.string(), (need, outcomeHoped) => {
        const words = composedWords({ ...facts, need, outcomeHoped })
        const passages = passagesOf(words)
        assert.equal(passages.length, many)
        assert.equal(digestOf(words).length, 64)
      }),
    )
  })
})

describe('a proof', () => {
  test('opens one deployment, round, capacity and text, and no other', () => {
    const place = { deploymentId: 1, round: 1, capacity: 'practitioner' as Party }
    const others = [
      purposeOf({ ...place, deploymentId: 2 }, 'a'),
      purposeOf({ ...place, round: 2 }, 'a'),
      purposeOf({ ...place, capacity: 'supported head' }, 'a'),
      purposeOf(place, 'b'),
    ]
    assert.equal(new Set([purposeOf(place, 'a'), ...others]).size, 5)
  })
})

const names = { toSchool: 'Ashmere', fromSchool: 'Brindle Moor' }
const hannah = { personId: 1, name: 'Hannah Head', signedAt: new Date('2018-03-05T10:00:00Z') }
const asked = {
  ...{ state: 'released' as const, capacity: 'supported head' as const, personId: 1 },
  ...{ signed: [], ...names },
}

describe('signing', () => {
  test('is open once the practitioner is released', () => {
    assert.equal(signingRefusal(asked), null)
    assert.match(signingRefusal({ ...asked, state: 'matched' }) ?? '', /Brindle Moor has not released/)
    for (const state of ['triaged', 'requested', 'withdrawn', 'declined'] as const)
      assert.match(signingRefusal({ ...asked, state }) ?? '', /was given up/)
    for (const state of ['agreed', 'active', 'closed'] as const)
      assert.match(signingRefusal({ ...asked, state }) ?? '', /cannot be signed any more/)
  })

  test('is once in a capacity, and once for a person', () => {
    const signed = [{ ...hannah, capacity: 'supported head' as const }]
    assert.match(
      signingRefusal({ ...asked, personId: 2, signed }) ?? '',
      /as head of Ashmere by Hannah Head on 5 March 2018/,
    )
    const both = signingRefusal({ ...asked, capacity: 'supporting head', signed })
    assert.match(both ?? '', /You signed it as head of Ashmere: three different people sign/)
    assert.equal(signingRefusal({ ...asked, capacity: 'supporting head', personId: 2, signed }), null)
  })
})

const person = (held: Who['held'], personId = 9): Who => ({ personId, name: '', held, leads: [], serves: [] })
const parties = { toMembershipId: 1, fromMembershipId: 2, practitionerPersonId: 7 }

describe('who has to do with it', () => {
  test('heads sign for their school; a deputy, SSIG and the office read it', () => {
    const at = (role: 'head' | 'deputy' | 'chair', membershipId: number) => person([{ role, membershipId }])
    assert.deepEqual(capacitiesOf(at('head', 1), parties), ['supported head'])
    assert.deepEqual(capacitiesOf(at('head', 2), parties), ['supporting head'])
    assert.deepEqual(capacitiesOf(at('deputy', 1), parties), [])
    assert.deepEqual(capacitiesOf(person([], 7), parties), ['practitioner'])
    const reading = [at('deputy', 1), at('deputy', 2), person([{ role: 'ssig', membershipId: null }])]
    assert.deepEqual(
      reading.map((who) => mayReadAgreement(who, parties)),
      [true, true, true],
    )
    const others = [at('head', 3), at('chair', 1), person([{ role: 'teacher', membershipId: 1 }])]
    assert.deepEqual(
      others.map((who) => mayReadAgreement(who, parties)),
      [false, false, false],
    )
  })
})
