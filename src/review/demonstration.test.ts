import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { freshDatabase } from '../../test/database.ts'
import { loadDemonstration } from '../demo.ts'
import { actor } from '../platform/action.ts'
import { type AcademicYear, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { system } from '../platform/who.ts'
import { freeze } from './actions.ts'
import { reviewOf } from './compose.ts'
import { asJson, digestOf } from './edition.ts'

const year = 2017 as AcademicYear
const database = await freshDatabase()
const by = () => actor(database, system, day('2026-11-21'))
const valuesOf = async (of: AcademicYear, audience: 'public' | 'members' = 'members') => {
  const { edition } = await reviewOf(database.reader(everything), of, { audience, draft: true })
  return new Map(edition.figures.map(({ key, value }) => [key, value]))
}

await loadDemonstration(by(), () => {})
const figures = await valuesOf(year)

/** What the alliance told of this year on its own page, each with the figure that must come out of the records. */
const told: [what: string, key: string, value: number][] = [
  ['days of school-to-school support', 'support_days', 66],
  ['schools across which it was given', 'support_schools', 13],
  ['a peer review programme begun', 'peer_reviews', 1],
  ['hub meetings', 'hub_meetings', 47],
  ['hub leads’ meetings', 'hub_lead_meetings', 3],
  ['sessions for head teachers', 'course:heads-together:sessions', 4],
  ['sessions on curriculum change', 'course:curriculum-change:sessions', 4],
  ['senior leaders at them', 'course:curriculum-change:people', 18],
  ['newly qualified teachers inducted', 'course:nqt-induction:people', 57],
  ['days of the mental health first aid qualification', 'course:ymhfa:days', 2],
  ['senior leaders who took it', 'course:ymhfa:people', 15],
  ['middle leaders in the short training', 'course:mhfa-lite:people', 12],
  ['programmes for mental health champions', 'course:mh-champions:sessions', 6],
  ['schools of their recently qualified teachers', 'course:mh-champions:schools', 10],
  ['trusts in the strategic HR programme', 'course:strategic-hr:trusts', 2],
  ['maths workshops', 'course:maths-workshops:sessions', 6],
  ['science workshop', 'course:science-workshop:sessions', 1],
  ['schools in the science coaching', 'course:science-coaching:schools', 4],
  ['schools in awarding-body training: all', 'course:awarding-body:schools', 24],
  ['schools in the funding formula briefing: all', 'course:funding-formula:schools', 24],
  ['conferences', 'conferences', 3],
  ['joint schemes', 'schemes', 2],
  ['hosts of instructional rounds', 'round_hosts', 6],
  ['a fair-access panel', 'panels', 1],
  ['resources', 'resources', 3],
  ['packages: four partners and the authority’s team', 'packages', 5],
  ['member schools that year', 'members', 24],
  ['pupils gaining more than a year of reading age, of a hundred', 'reading:readers-2017:percent', 90],
]

describe('the demonstration’s 2017-18 gives the figures that were published', () => {
  for (const [what, key, value] of told) test(`${value} ${what}`, () => assert.equal(figures.get(key), value))

  test('three conferences, by subject', async () => {
    const { edition } = await reviewOf(database.reader(everything), year, {
      audience: 'members',
      draft: true,
    })
    const subjects = edition.programmes
      .filter(({ kind }) => kind === 'conference')
      .map(({ subject }) => subject)
    assert.deepEqual(subjects.sort(), ['MFL', 'Maths', 'Teaching and Learning'])
  })

  test('all schools took part in both trainings, and the panel is for all', async () => {
    const { edition } = await reviewOf(database.reader(everything), year, {
      audience: 'members',
      draft: true,
    })
    const everyone = edition.programmes.filter(({ everyMember }) => everyMember).map(({ key }) => key)
    assert.ok(everyone.includes('course:awarding-body') && everyone.includes('course:funding-formula'))
    assert.equal(edition.schemes.find(({ kind }) => kind === 'panel')?.everyone, true)
  })

  test('growth from 20 schools in 2015-16 to 25 in 2018-19', async () => {
    const { edition } = await reviewOf(database.reader(everything), 2018 as AcademicYear, {
      audience: 'members',
      draft: true,
    })
    const on = (of: number) => edition.growth.find((one) => one.year === of)?.members
    assert.deepEqual([on(2015), on(2018)], [20, 25])
  })

  test('the public edition hides the one pupil at the ceiling and keeps the rest', async () => {
    const shown = await valuesOf(year, 'public')
    assert.deepEqual(
      ['selected', 'matched', 'ceiling', 'over_a_year', 'percent'].map((name) =>
        shown.get(`reading:readers-2017:${name}`),
      ),
      [24, 20, null, 18, 90],
    )
  })
})

describe('the year as it was published', () => {
  test('keeps its figures, names each record that was corrected since, and is published again on asking', async () => {
    const totals = database.reader(everything)
    const first = await reviewOf(totals, year, { audience: 'members' })
    assert.equal(first.edition.frozen?.digest, digestOf(first.edition))
    assert.deepEqual(first.changed, [])
    await assert.rejects(freeze(by(), year), /Nothing has changed since edition 1/)

    const id = await database.transaction(everything, async (tx) => {
      const visit = await tx
        .selectFrom('supportVisits')
        .select('id')
        .where('visitedOn', '>', day('2018-01-01'))
        .where('visitedOn', '<', day('2018-07-01'))
        .where('throughSsig', '=', true)
        .where('status', '=', 'done')
        .executeTakeFirstOrThrow()
      await tx
        .updateTable('supportVisits')
        .set({ status: 'cancelled', version: 2 })
        .where('id', '=', visit.id)
        .execute()
      return visit.id
    })
    const later = await reviewOf(totals, year, { audience: 'members' })
    assert.deepEqual(asJson(later.edition).figures, asJson(first.edition).figures)
    assert.deepEqual(later.changed, [{ source: 'support', id, was: 'changed' }])
    assert.ok(((await valuesOf(year)).get('support_days') ?? 0) < 66)
    assert.equal(await freeze(by(), year), 2)
  })
})
