import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { world } from '../../../test/world.ts'
import { contents } from './contents.ts'

describe('the manual', () => {
  test('is read page by page and whole, by whoever works at a school', async () => {
    const w = await world()
    const teacher = await w.as('teacher')
    const whole = (await teacher.get('/rounds/manual/all')).text
    for (const [page, title] of contents) {
      const { status, text } = await teacher.get(`/rounds/manual/${page}`)
      assert.equal(status, 200, page)
      assert.ok(text.includes(title))
      assert.ok(whole.includes(`id="${page}"`), page)
      assert.ok((await teacher.get('/rounds/manual')).text.includes(`/rounds/manual/${page}`))
    }
    for (const page of ['', 'nothing', '..%2f..%2fpackage', '%00', 'constructor'])
      assert.equal((await teacher.get(`/rounds/manual/${page}`)).status, 404, page)
    assert.equal((await (await w.as('partner')).get('/rounds/manual')).status, 403)
  })
})
