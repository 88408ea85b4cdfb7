import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../../test/world.ts'

const meeting = async (w: World, more: Record<string, string> = {}) => {
  const answers = {
    title: 'Spring meeting',
    groups: String(w.groups.board),
    heldOn: '1/3/2018',
    status: 'held',
  }
  const sent = await (await w.as('coordinator')).post('/meetings/new', {
    ...{ starts: '', ends: '', place: '' },
    ...answers,
    ...more,
  })
  return (sent.headers.get('location') ?? '').replace(/\?.*/, '')
}

type Page = { text: string }
/** What the page’s form holds, as a browser would send it back. */
const formOn = ({ text }: Page): Record<string, string> => {
  const inputs = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value],
  )
  const selects = [...text.matchAll(/<select id="([^"]+)"[\s\S]*?<\/select>/g)].map(([html, name = '']) => [
    name,
    /<option value="([^"]*)" selected/.exec(html)?.[1] ?? '',
  ])
  return Object.fromEntries([...inputs, ...selects])
}

describe('keeping a register', () => {
  test('one page records every school of that day and a guest; blanks stay unrecorded', async () => {
    const w = await world()
    const at = await meeting(w)
    const office = await w.as('coordinator')
    const page = await office.get(`${at}/register`)
    assert.doesNotMatch(page.text, /Carr Lane/, 'it had left by then')
    assert.ok(page.text.indexOf('Hannah Head') < page.text.indexOf('Dev Deputy'), 'leaders first')
    const { ashmere, brindle } = w.members
    const sent = await office.post(`${at}/register`, {
      ...formOn(page),
      [`capacity-m${ashmere}`]: 'deputy',
      [`person-m${ashmere}`]: String(w.people.deputy),
      'capacity-guest': 'observer',
      'person-guest': String(w.people.officer),
    })
    assert.equal(sent.status, 303)
    const shown = await office.get(at)
    assert.match(shown.text, /1 of 2 schools represented; 1 by a deputy; 1 guest\./)
    assert.match(shown.text, /Nothing is recorded for Brindle Moor/)
    assert.match(
      (await office.get(`${at}/register.csv`)).text,
      /Ashmere,deputy,Dev Deputy,,\r\nGuest,observer,Omar Officer,,/,
    )
    const rows = await w.db.selectFrom('attendances').select(['membershipId', 'urn']).orderBy('id').execute()
    assert.deepEqual(rows, [
      { membershipId: ashmere, urn: 990001 },
      { membershipId: null, urn: null },
    ])
    assert.ok(brindle)
  })

  test('a school that was still a member on its last day is asked about', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const lastDay = await office.get(`${await meeting(w, { heldOn: '31/12/2017' })}/register`)
    assert.match(lastDay.text, /Carr Lane/)
    assert.doesNotMatch(
      (await office.get(`${await meeting(w, { heldOn: '1/1/2018' })}/register`)).text,
      /Carr Lane/,
    )
  })

  test('a person without a capacity, a guest without a name and a made-up answer are said beside their line', async () => {
    const w = await world()
    const at = await meeting(w)
    const office = await w.as('coordinator')
    const blank = formOn(await office.get(`${at}/register`))
    const ashmere = `m${w.members.ashmere}`
    const cases: [Record<string, string>, RegExp][] = [
      [{ [`person-${ashmere}`]: String(w.people.head) }, /Select in what capacity somebody came for Ashmere/],
      [{ 'capacity-guest': 'observer' }, /Select who the guest was/],
      [{ [`capacity-${ashmere}`]: 'king' }, /Choose a capacity from the list/],
      [
        { [`capacity-${ashmere}`]: 'head', [`person-${ashmere}`]: String(w.people.otherHead) },
        /Choose a person from the list/,
      ],
    ]
    for (const [wrong, says] of cases) {
      const sent = await office.post(`${at}/register`, { ...blank, ...wrong })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
    }
    assert.deepEqual(await w.db.selectFrom('attendances').select('id').execute(), [])
  })

  test('nobody attended a meeting that was cancelled', async () => {
    const w = await world()
    const at = await meeting(w, { status: 'cancelled' })
    const office = await w.as('coordinator')
    const sent = await office.post(`${at}/register`, {
      ...formOn(await office.get(`${at}/register`)),
      [`capacity-m${w.members.ashmere}`]: 'head',
    })
    assert.equal(sent.status, 422)
    assert.match(sent.text, /This meeting was cancelled/)
  })
})

describe('two people keep one register at once', () => {
  const opened = async (w: World) => {
    const at = await meeting(w)
    const office = await w.as('coordinator')
    return { at, office, page: formOn(await office.get(`${at}/register`)) }
  }
  const says = (w: World, school: 'ashmere' | 'brindle', capacity: string, person = '') => ({
    [`capacity-m${w.members[school]}`]: capacity,
    [`person-m${w.members[school]}`]: person,
  })

  test('each keeps the schools they filled in', async () => {
    const w = await world()
    const { at, office, page } = await opened(w)
    const mine = { ...page, 'form-key': crypto.randomUUID(), ...says(w, 'ashmere', 'head') }
    const theirs = { ...page, 'form-key': crypto.randomUUID(), ...says(w, 'brindle', 'apologies') }
    const sent = await Promise.all([
      office.post(`${at}/register`, mine),
      office.post(`${at}/register`, theirs),
    ])
    assert.deepEqual(
      sent.map(({ status }) => status),
      [303, 303],
    )
    assert.match((await office.get(at)).text, /1 of 2 schools represented; 1 sent apologies/)
  })

  test('who fills in the same school differently sees both, and saves again knowingly', async () => {
    const w = await world()
    const { at, office, page } = await opened(w)
    await office.post(`${at}/register`, {
      ...page,
      ...says(w, 'ashmere', 'deputy', String(w.people.deputy)),
      ...says(w, 'brindle', 'head'),
    })
    const mine = {
      ...page,
      'form-key': crypto.randomUUID(),
      ...says(w, 'ashmere', 'head', String(w.people.head)),
    }
    const both = await office.post(`${at}/register`, mine)
    assert.equal(both.status, 409)
    assert.match(both.text, /Ashmere was recorded as deputy for the head, Dev Deputy, while you were typing/)
    const again = formOn(both)
    assert.equal(again[`capacity-m${w.members.ashmere}`], 'head', 'what I typed is kept')
    assert.equal(again[`capacity-m${w.members.brindle}`], 'head', 'what I left alone shows what stands')
    assert.match((await office.get(at)).text, /1 by a deputy/, 'nothing was saved')
    assert.equal((await office.post(`${at}/register`, again)).status, 303)
    const page2 = await office.get(at)
    assert.match(page2.text, /2 of 2 schools represented\./)
    assert.match(page2.text, /changed “Ashmere, deputy for the head, Dev Deputy”/)
  })

  test('of many who record the same school at once one is first, and the others are told', async () => {
    const w = await world()
    const { at, office, page } = await opened(w)
    const people = [w.people.head, w.people.deputy, w.people.chair, w.people.teacher]
    const sent = await Promise.all(
      people.map((person) =>
        office.post(`${at}/register`, {
          ...page,
          'form-key': crypto.randomUUID(),
          ...says(w, 'ashmere', 'representative', String(person)),
        }),
      ),
    )
    assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 409, 409, 409])
    assert.equal((await w.db.selectFrom('attendances').select('id').execute()).length, 1)
  })

  test('what I corrected while somebody took it off is shown, not lost', async () => {
    const w = await world()
    const { at, office, page } = await opened(w)
    await office.post(`${at}/register`, {
      ...page,
      'capacity-guest': 'observer',
      'person-guest': String(w.people.officer),
    })
    const mine = formOn(await office.get(`${at}/register`))
    const row = Object.keys(mine).find((name) => name.startsWith('capacity-a')) ?? ''
    const off = {
      ...mine,
      'form-key': crypto.randomUUID(),
      [row]: '',
      [row.replace('capacity', 'person')]: '',
    }
    assert.equal((await office.post(`${at}/register`, off)).status, 303)
    const both = await office.post(`${at}/register`, { ...mine, [row]: 'representative' })
    assert.equal(both.status, 409)
    assert.match(both.text, /Guest was taken off the register while you were typing/)
  })
})

describe('taking off a register and putting back', () => {
  test('an entry set back to “not recorded” goes, can be put back once, and says so in its history', async () => {
    const w = await world()
    const at = await meeting(w)
    const office = await w.as('coordinator')
    const line = `m${w.members.ashmere}`
    const filled = { [`capacity-${line}`]: 'head', [`person-${line}`]: String(w.people.head) }
    await office.post(`${at}/register`, { ...formOn(await office.get(`${at}/register`)), ...filled })
    const cleared = { [`capacity-${line}`]: '', [`person-${line}`]: '' }
    await office.post(`${at}/register`, { ...formOn(await office.get(`${at}/register`)), ...cleared })
    const page = await office.get(at)
    assert.match(page.text, /Taken off the register/)
    const [, back = ''] = /action="([^"]+\/restore)"/.exec(page.text) ?? []
    const twice = await Promise.all([office.post(back, {}), office.post(back, {})])
    assert.deepEqual(
      twice.map(({ status }) => status),
      [303, 303],
    )
    const now = await office.get(at)
    assert.match(now.text, /1 of 2 schools represented/)
    assert.doesNotMatch(now.text, /Taken off the register/)
    assert.equal((await office.post(back.replace(/\d+\/restore/, '999/restore'), {})).status, 404)
    assert.equal((await (await w.as('head')).post(back, {})).status, 403)
  })

  test('a second person of one school is added by name, once', async () => {
    const w = await world()
    const at = await meeting(w)
    const office = await w.as('coordinator')
    const more = {
      personId: String(w.people.teacher),
      membershipId: String(w.members.ashmere),
      capacity: 'observer',
    }
    assert.equal((await office.post(`${at}/register/add`, more)).status, 303)
    const again = await office.post(`${at}/register/add`, more)
    assert.equal(again.status, 422)
    assert.match(again.text, /already on the register for this school/)
  })
})

describe('whose names are read', () => {
  test('heads read every name; others read those of their own school, and their own', async () => {
    const w = await world()
    const at = await meeting(w, { groups: String(w.groups.maths) })
    const office = await w.as('coordinator')
    const line = (school: 'ashmere' | 'brindle', person: number) => ({
      [`capacity-m${w.members[school]}`]: 'representative',
      [`person-m${w.members[school]}`]: String(person),
    })
    await office.post(`${at}/register`, {
      ...formOn(await office.get(`${at}/register`)),
      ...line('ashmere', w.people.deputy),
      ...line('brindle', w.people.otherHead),
    })
    for (const path of [at, `${at}/register.csv`]) {
      assert.match((await (await w.as('otherHead')).get(path)).text, /Dev Deputy/)
      const teacher = (await (await w.as('teacher')).get(path)).text
      assert.match(teacher, /Dev Deputy/)
      assert.match(teacher, /Brindle Moor/)
      assert.doesNotMatch(teacher, /Olive Other/)
    }
  })
})
