import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'

const answers = ({ members, groups }: World) => ({
  title: 'Neighbours who listen',
  membershipId: String(members.ashmere),
  groupId: String(groups.maths),
  publishedOn: '5/3/2018',
  theoryOfAction: 'If we listen, then they read.',
  issue: 'Some had learned to **avoid** books.',
  done: 'Neighbours came.\n\n- weekly\n- half an hour',
  impact: '{{reading:readers-2017}} Books were borrowed.',
})

const addressOf = ({ headers }: { headers: Headers }) => (headers.get('location') ?? '').split('?')[0] ?? ''

async function tested(w: World, pupils: { count: number; gain: number | null }[]) {
  const rows = pupils.flatMap(({ count, gain }, which) =>
    Array.from({ length: count }, (_, i) => {
      const pupil = { membershipId: w.members.ashmere, pupil: `P${which}-${i}`, bornOn: null, test: 'Star' }
      const row = { ...pupil, cohort: 'readers-2017', importId: null }
      const first = { ...row, testedOn: day('2017-09-18'), readingAge: 96 }
      return gain === null ? [first] : [first, { ...row, testedOn: day('2018-02-26'), readingAge: 96 + gain }]
    }).flat(),
  )
  await w.database.transaction(everything, (tx) => tx.insertInto('readingTests').values(rows).execute())
}

describe('writing a case study', () => {
  test('it is told in its three parts, under its theory of action', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const page = (await office.get(addressOf(await office.post('/case-studies/new', answers(w))))).text
    assert.match(
      page,
      /If we listen, then they read\.[\s\S]*<h2[^>]*>The issue<\/h2>[\s\S]*<strong>avoid<\/strong>/,
    )
    assert.match(page, /<h2[^>]*>What was done<\/h2>[\s\S]*<li>weekly<\/li>[\s\S]*<h2[^>]*>The impact<\/h2>/)
    const csv = (await office.get('/case-studies?format=csv&words=borrowed&year=2017-18')).text
    assert.match(csv, /Neighbours who listen,Ashmere,Maths hub,2018-03-05/)
  })

  test('what is wrong is said, and all three parts are kept', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const sent = await office.post('/case-studies/new', {
      ...answers(w),
      title: '',
      membershipId: String(w.members.carr),
    })
    assert.match(sent.text, /<a href="#title">Enter the title</)
    assert.match(sent.text, />Some had learned to \*\*avoid\*\* books\.<\/textarea>/)
    const left = await office.post('/case-studies/new', {
      ...answers(w),
      membershipId: String(w.members.carr),
    })
    assert.match(left.text, /<a href="#membershipId">Carr Lane Academy was not a member on 5 March 2018/)
    const empty = await office.post('/case-studies/new', { ...answers(w), issue: '', done: '', impact: '' })
    assert.match(empty.text, /<a href="#issue">Tell the issue, what was done or the impact</)
    const long = await office.post('/case-studies/new', { ...answers(w), impact: 'a'.repeat(12_001) })
    assert.match(long.text, /<a href="#impact">The impact must be 12,000 characters or fewer</)
  })

  test('corrected, each part comes back into its own question, and what stood before is kept', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/case-studies/new', answers(w)))
    const form = (await office.get(`${at}/correct`)).text
    assert.match(form, /name="impact"[^>]*>\{\{reading:readers-2017\}\} Books were borrowed\.<\/textarea>/)
    await office.post(`${at}/correct`, { ...answers(w), done: 'They came.', 'form-version': '1' })
    const page = (await office.get(at)).text
    assert.match(page, /<p>They came\.<\/p>/)
    assert.match(page, /Corrected once[\s\S]*Neighbours came\./)
  })

  test('an imported text without the three parts is shown as it stands, and corrected into the first', async () => {
    const w = await world()
    const id = await w.database.transaction(everything, async (tx) => {
      const row = {
        title: 'Old',
        groupId: null,
        membershipId: null,
        theoryOfAction: null,
        publishedOn: day('2018-01-01'),
      }
      const values = { ...row, body: '# Old\n\nIt went well.', ref: 'old', importId: null }
      return (await tx.insertInto('caseStudies').values(values).returning('id').executeTakeFirstOrThrow()).id
    })
    const office = await w.as('coordinator')
    assert.match((await office.get(`/case-studies/${id}`)).text, /<p>It went well\.<\/p>/)
    assert.match(
      (await office.get(`/case-studies/${id}/correct`)).text,
      /name="issue"[^>]*>It went well\.<\/textarea>/,
    )
  })

  test('hostile text stays text, in every part', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const hostile = '<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>'
    const parts = { title: hostile, theoryOfAction: hostile, issue: hostile, done: hostile, impact: hostile }
    const at = addressOf(await office.post('/case-studies/new', { ...answers(w), ...parts }))
    for (const path of [at, `${at}/correct`, '/case-studies'])
      assert.doesNotMatch((await office.get(path)).text, /<script>alert|<img src|href="javascript/)
  })
})

describe('the impact of a case study', () => {
  const year = [
    { count: 18, gain: 13 },
    { count: 2, gain: 12 },
    { count: 4, gain: null },
  ]
  const sentence =
    /90% of the pupils tested at both points \(18 of 20\) gained more than twelve months of reading age; 24 were chosen\. Books/

  test('is worked out from the reading tests, and changes with them', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/case-studies/new', answers(w)))
    assert.match((await office.get(at)).text, /\{\{reading:readers-2017\}\} Books/)
    await tested(w, year)
    for (const name of ['coordinator', 'teacher', 'partner'] as const)
      assert.match((await (await w.as(name)).get(at)).text, sentence)
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('readingTests').set({ readingAge: 109 }).where('readingAge', '=', 108).execute(),
    )
    assert.match((await office.get(at)).text, /100% of the pupils tested at both points \(20 of 20\)/)
  })

  test('tells no number under five, even to the office: a case study is for everybody', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const impact =
      '{{reading:readers-2017:matched}} twice, {{reading:readers-2017:percent}}. {{reading:readers-2017}} {{nothing}}'
    const at = addressOf(await office.post('/case-studies/new', { ...answers(w), impact }))
    await tested(w, [{ count: 3, gain: 13 }])
    assert.match(
      (await office.get(at)).text,
      /under 5 twice, not told\. Too few pupils were tested at both points[^<]*\{\{nothing\}\}/,
    )
  })

  test('opens its cohort for those who may see it', async () => {
    const w = await world()
    const at = addressOf(await (await w.as('coordinator')).post('/case-studies/new', answers(w)))
    await tested(w, year)
    assert.match((await (await w.as('chair')).get(at)).text, /href="\/reading\/readers-2017"/)
    assert.doesNotMatch((await (await w.as('teacher')).get(at)).text, /href="\/reading/)
  })
})

test('everybody who signs in sees case studies, partners too; the office keeps them', async () => {
  const w = await world()
  const at = addressOf(await (await w.as('coordinator')).post('/case-studies/new', answers(w)))
  for (const name of ['head', 'teacher', 'partner', 'hubLead'] as const) {
    const person = await w.as(name)
    assert.equal((await person.get('/case-studies')).status, 200, name)
    assert.doesNotMatch((await person.get(at)).text, /Correct this|Corrected/)
    assert.equal((await person.post('/case-studies/new', answers(w))).status, 403, name)
    assert.equal(
      (await person.post(`${at}/correct`, { ...answers(w), 'form-version': '1' })).status,
      403,
      name,
    )
  }
  assert.equal((await (await w.as('visitor')).get(at)).status, 303)
  assert.equal((await (await w.as('partner')).get('/case-studies/999')).status, 404)
})
