import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { freshDatabase } from '../../test/database.ts'
import { keepDraft, publish } from '../agreement/actions.ts'
import type { Finding } from '../agreement/finding.ts'
import { standardTerms } from '../agreement/terms/rules.ts'
import { membersOn } from '../members/queries.ts'
import { type Actor, actor } from '../platform/action.ts'
import { academicYearOf, type Day, day } from '../platform/day.ts'
import { system } from '../platform/who.ts'
import { signatureCommitments } from './commitments.ts'
import { recordPaper } from './paper/actions.ts'
import { unsigned } from './register/queries.ts'
import { countSigned, reasonsInWords, shareInWords } from './register/rules.ts'
import type { Capacity } from './tables.ts'

const today = day('2027-02-01')
const clause = { promiseId: 20, number: '20', words: 'It binds.', part: 'Ethos' }

type School = { id: number; head: number; chair: number }

/** Version 7 of 2025 and version 8 of 1 September 2026, to be signed by 18 December; and these many schools. */
async function renewal(count: number) {
  const by = actor(await freshDatabase(), system, today)
  const versions: number[] = []
  for (let number = 1; number <= 8; number += 1) {
    const clauses = [{ number: '20', part: '', words: `Words of version ${number}` }]
    const id = await keepDraft(by, {
      title: 'Protocols',
      opening: '',
      clauses,
      basedOn: versions.at(-1) ?? null,
    })
    const publishedOn = day(`${2018 + number}-09-01`)
    const signBy = number === 8 ? day('2026-12-18') : null
    await publish(by, id, {
      publishedOn,
      inForceOn: publishedOn,
      inForceSigned: null,
      signBy,
      reviewOn: null,
    })
    versions.push(id)
  }
  const schools: School[] = []
  for (let i = 1; i <= count; i += 1) schools.push(await school(by, i))
  return { by, schools, seven: versions[6] as number, eight: versions[7] as number }
}

const place = { street: null, town: null, postcode: null, website: null, telephone: null, headName: null }
const blank = {
  phase: null,
  status: 'Open',
  religiousCharacter: null,
  lowAge: 11,
  highAge: 16,
  trustId: null,
}

const school = (by: Actor, i: number, joinedOn = day('2015-09-01')): Promise<School> =>
  by.act({ did: 'prepared a test', subject: 'test' }, async (tx) => {
    const name = `School ${String(i).padStart(2, '0')}`
    const urn = 990000 + i
    const said = { urn, name, shortName: name, type: 'Community school', ...blank, ...place }
    await tx
      .insertInto('schools')
      .values({ ...said, openedOn: null, closedOn: null, pupils: null, importId: null })
      .execute()
    const { id } = await tx
      .insertInto('memberships')
      .values({ joinedOn, leftOn: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('membershipSchools')
      .values({ membershipId: id, urn, fromOn: joinedOn, toOn: null, importId: null })
      .execute()
    const person = async (post: 'head' | 'chair of governors') => {
      const { id: personId } = await tx
        .insertInto('people')
        .values({
          name: `${post} of ${name}`,
          email: `${post[0]}${i}@school.example`,
          ref: null,
          importId: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      const held = { personId, post, membershipId: id, organisationId: null, fromOn: null, toOn: null }
      await tx
        .insertInto('posts')
        .values({ ...held, importId: null })
        .execute()
      return personId
    }
    return { id, head: await person('head'), chair: await person('chair of governors') }
  })

const sign = (
  by: Actor,
  { id }: School,
  versionId: number,
  capacity: Capacity,
  personId: number,
  on: string,
) => recordPaper(by, id, { versionId, capacity, personId, signedOn: day(on), minute: null, minuteOn: null })

const both = async (by: Actor, one: School, versionId: number, on: string) => {
  await sign(by, one, versionId, 'leadership', one.head, on)
  await sign(by, one, versionId, 'governance', one.chair, on)
}

async function findings(by: Actor, on: Day, terms = {}, ended = false): Promise<Finding[]> {
  const asked = { year: academicYearOf(on), on, ended, terms: { ...standardTerms, ...terms } }
  const judge = await signatureCommitments['signed agreement'].gather(by.totals, asked)
  return (await membersOn(by.totals, on)).map((member) => judge(member, clause))
}

const states = (found: Finding[]) => found.map(({ standing }) => standing)

test('the renewal: 20 of 24 schools, four named reasons, and version 7 stands until the cut-off', async () => {
  const { by, schools, seven, eight } = await renewal(24)
  for (const one of schools.slice(0, 20)) await both(by, one, eight, '2026-09-20')
  const [onlyHead, onlyHeadToo, former, twice] = schools.slice(20) as [School, School, School, School]
  for (const one of [onlyHead, onlyHeadToo]) await sign(by, one, eight, 'leadership', one.head, '2026-09-21')
  await both(by, former, seven, '2025-10-01')
  await sign(by, twice, eight, 'leadership', twice.head, '2026-09-22')
  await sign(by, twice, eight, 'governance', twice.head, '2026-09-22')

  const found = await unsigned(by.totals, day('2026-09-30'))
  assert.equal(shareInWords(countSigned(found.schools), found.schools.length), '20 of 24 schools (83%)')
  assert.deepEqual(
    found.awaited.map((one) => `${one.school}: ${reasonsInWords(one)}`),
    [
      'School 21: Only the head has signed version 8',
      'School 22: Only the head has signed version 8',
      'School 23: Version 7 is signed, and version 8 is not',
      'School 24: head of School 24 signed version 8 in both capacities, where two different people sign',
    ],
  )

  const september = await findings(by, day('2026-09-30'))
  assert.deepEqual(states(september), [...Array(20).fill('met'), ...Array(4).fill('not yet due')])
  assert.equal(
    september[22]?.because,
    'Version 7 is signed, and version 8 is not. The last day to sign is 18 December 2026. Until then version 7 stands.',
  )
  assert.deepEqual(september[20]?.next, {
    says: 'The chair signs version 8',
    href: `/agreement/register/${onlyHead.id}`,
  })
  assert.deepEqual(september[20]?.evidence, [
    {
      says: 'Version 8 signed as head of School 21 by head of School 21',
      on: '2026-09-21',
      href: `/agreement/register/${onlyHead.id}`,
    },
  ])

  const dates: [on: string, standing: string][] = [
    ['2026-09-19', 'not yet due'],
    ['2026-12-03', 'not yet due'],
    ['2026-12-04', 'at risk'],
    ['2026-12-18', 'at risk'],
    ['2026-12-19', 'breached'],
  ]
  for (const [on, standing] of dates)
    assert.deepEqual(states(await findings(by, day(on))).slice(20), Array(4).fill(standing), on)

  const together = await findings(by, day('2026-09-30'), { samePersonSigns: 1 })
  assert.equal(together[23]?.standing, 'met')
  const before = await findings(by, day('2026-08-31'))
  assert.equal(before[22]?.standing, 'met')
  assert.equal(before[0]?.because, 'Nobody has signed version 7. No last day to sign has been set.')
  assert.deepEqual(states(await findings(by, day('2026-09-20'))).slice(0, 20), Array(20).fill('met'))
})

test('a signature to words that had been superseded binds nobody', async () => {
  const { by, schools, seven } = await renewal(2)
  const [late, sameDay] = schools as [School, School]
  await both(by, late, seven, '2026-09-02')
  await both(by, sameDay, seven, '2026-09-01')
  const [found, stands] = await findings(by, day('2026-09-30'))
  assert.match(found?.because ?? '', /^Nobody has signed version 8\. The last day/)
  assert.match(stands?.because ?? '', /^Version 7 is signed/)
})

test('a school that joins late has as many days as the heads give in warning', async () => {
  const { by } = await renewal(0)
  await school(by, 25, day('2027-01-04'))
  assert.deepEqual(states(await findings(by, day('2027-01-18'))), ['at risk'])
  assert.deepEqual(states(await findings(by, day('2027-01-19'))), ['breached'])
})

describe('a year that is over, whose version had no last day to sign', () => {
  const end = day('2026-08-31')

  test('was not kept by a school that never signed in both capacities', async () => {
    const { by, schools, seven } = await renewal(3)
    const [signed, onlyHead] = schools as [School, School]
    await both(by, signed, seven, '2025-10-01')
    await sign(by, onlyHead, seven, 'leadership', onlyHead.head, '2025-10-01')
    const found = await findings(by, end, {}, true)
    assert.deepEqual(states(found), ['met', 'breached', 'breached'])
    const binds = 'and the agreement binds a school only once both have signed it.'
    assert.equal(found[1]?.because, `Only the head has signed version 7. 2025-26 ended so, ${binds}`)
    assert.equal(found[2]?.because, `Nobody has signed version 7. 2025-26 ended so, ${binds}`)
    assert.deepEqual(states(await findings(by, end)), ['met', 'not yet due', 'not yet due'])
  })

  test('was at risk where a former version stood, and not yet due for a school that had only just joined', async () => {
    const { by, schools, seven } = await renewal(2)
    const [former, late] = schools as [School, School]
    await both(by, former, seven - 1, '2024-10-01')
    await both(by, late, seven, '2026-09-01')
    await school(by, 3, day('2026-08-18'))
    const found = await findings(by, end, {}, true)
    assert.deepEqual(states(found), ['at risk', 'breached', 'not yet due'])
    assert.equal(
      found[0]?.because,
      'Version 6 is signed, and version 7 is not. 2025-26 ended so. No last day to sign had been set, and version 6 stood.',
    )
  })

  test('is judged by the version in force, not by one that too few had signed', async () => {
    const { by, schools, seven, eight } = await renewal(2)
    const waiting = { publishedOn: day('2027-01-10'), inForceOn: null, inForceSigned: 2 }
    const clauses = [{ number: '20', part: '', words: 'Words of version 9' }]
    const nine = await keepDraft(by, { title: 'Protocols', opening: '', clauses, basedOn: eight })
    await publish(by, nine, { ...waiting, signBy: null, reviewOn: null })
    const [signed, former] = schools as [School, School]
    await both(by, signed, eight, '2026-09-20')
    await both(by, former, seven, '2025-10-01')
    const found = await findings(by, day('2027-08-31'), {}, true)
    assert.deepEqual(states(found), ['met', 'breached'])
    assert.match(found[0]?.because ?? '', /^Version 8 is signed/)
    assert.match(found[1]?.because ?? '', /version 8 is not\. The last day to sign was 18 December 2026/)
  })
})
