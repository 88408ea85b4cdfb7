import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everything, small, sourceOf } from '../../test/small-year.ts'
import { type World, world } from '../../test/world.ts'
import { csvOf, right } from '../../test/year.ts'
import { workOnImport } from './actions.ts'
import { sheetNames, year } from './format.ts'

/** Sends files as the form does, and gives the address of the import that was begun. */
async function give(here: World, files: Iterable<File>): Promise<string> {
  const office = await here.as('coordinator')
  const form = new FormData()
  form.set('kind', 'year')
  for (const file of files) form.append('file', file)
  const sent = await office.post('/imports/new', form)
  assert.equal(sent.status, 303, sent.text)
  return sent.headers.get('location') ?? ''
}

const idOf = (address: string) => Number(address.split('/').at(-1))
const work = async (here: World, address: string) => workOnImport(await here.by('system'), idOf(address))
const givenSmall = () => sourceOf(small).files as File[]

test('files are checked, shown, brought in and undone', async () => {
  const here = await world()
  const office = await here.as('coordinator')
  const before = await everything(here, 'imports', 'uploads')
  const address = await give(here, givenSmall())

  const waiting = await office.get(address)
  assert.match(waiting.text, /http-equiv="refresh"/)
  assert.match(waiting.text, /Waiting for its turn/)
  await work(here, address)
  const checked = await office.get(address)
  assert.doesNotMatch(checked.text, /http-equiv="refresh"/)
  assert.match(checked.text, /What would be brought in/)
  assert.deepEqual(await everything(here, 'imports', 'uploads'), before)

  assert.equal((await office.post(`${address}/bring-in`, {})).status, 303)
  await work(here, address)
  const applied = await office.get(address)
  assert.match(applied.text, /What was brought in/)
  assert.deepEqual(await here.db.selectFrom('uploads').select('id').execute(), [])

  assert.match((await office.get(`${address}/undo`)).text, /are taken away/)
  assert.equal((await office.post(`${address}/undo`, {})).status, 303)
  assert.match((await office.get(address)).text, /Undone/)
  assert.deepEqual(await here.db.selectFrom('courses').select('id').execute(), [])
})

test('faults are listed, downloaded as CSV, and cannot be brought in', async () => {
  const here = await world()
  const office = await here.as('coordinator')
  const address = await give(here, [
    new File([csvOf('reading', [{ ...right.reading, reading_age: '=11:12' }])], 'reading.csv'),
  ])
  await work(here, address)
  const faulty = await office.get(address)
  assert.match(faulty.text, /1 thing is wrong/)
  assert.doesNotMatch(faulty.text, /Bring it in/)
  const csv = await office.get(`${address}?format=csv`)
  assert.match(csv.text, /reading\.csv,2,reading_age,'=11:12,/)
  assert.equal((await office.post(`${address}/bring-in`, {})).status, 409)
  assert.equal((await office.post(`${address}/give-up`, {})).status, 303)
  assert.equal((await office.get(address)).status, 404)
})

test('a form without files says so beside the question', async () => {
  const office = await (await world()).as('coordinator')
  const sent = await office.post('/imports/new', new FormData())
  assert.equal(sent.status, 422)
  assert.match(sent.text, /Select what is in the files/)
  const form = new FormData()
  form.set('kind', 'year')
  const again = await office.post('/imports/new', form)
  assert.equal(again.status, 422)
  assert.match(again.text, /id="file-error"[^>]*>.*Select the files/s)
})

test('an import is pressed twice and done once', async () => {
  const here = await world()
  const office = await here.as('coordinator')
  const address = await give(here, givenSmall())
  await Promise.all([work(here, address), work(here, address)])
  const pressed = await Promise.all([1, 2].map(() => office.post(`${address}/bring-in`, {})))
  assert.deepEqual(pressed.map(({ status }) => status).sort(), [303, 409])
  await Promise.all([work(here, address), work(here, address), work(here, address)])
  assert.equal((await here.db.selectFrom('courses').select('id').execute()).length, 1)
})

test('the same files given again are said to be here already', async () => {
  const here = await world()
  const office = await here.as('coordinator')
  const first = await give(here, givenSmall())
  await work(here, first)
  await office.post(`${first}/bring-in`, {})
  await work(here, first)
  const second = await give(here, givenSmall())
  await work(here, second)
  const page = await office.get(second)
  assert.match(page.text, new RegExp(`<a href="${first}"[^>]*>brought in before</a>`))
  assert.doesNotMatch(page.text, /Bring it in/)
})

test('every sheet has an empty file to begin with, whose headings are read', async () => {
  const office = await (await world()).as('coordinator')
  const help = await office.get('/imports/new')
  for (const name of sheetNames) {
    assert.ok(help.text.includes(`/imports/templates/${name}.csv`))
    const { text } = await office.get(`/imports/templates/${name}.csv`)
    assert.equal(text.replace('\ufeff', '').trim(), Object.keys(year[name].columns).join(','))
  }
  assert.equal((await office.get('/imports/templates/constructor.csv')).status, 404)
})

test('only the office comes here', async () => {
  const here = await world()
  const address = await give(here, givenSmall())
  for (const name of ['head', 'teacher', 'ssig', 'officer'] as const) {
    const other = await here.as(name)
    for (const path of ['/imports', '/imports/new', address, `${address}/undo`])
      assert.equal((await other.get(path)).status, 403, `${name} ${path}`)
    assert.equal((await other.post(`${address}/bring-in`, {})).status, 403)
  }
})
