import assert from 'node:assert/strict'
import { test } from 'node:test'
import { broken } from '../../../test/en16931/validate.ts'
import { addSchool, runYear, settleHost } from '../../../test/subscriptions.ts'
import { type CastName, castNames, type World, world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { credit } from '../invoices/credit.ts'
import { invoicePdf, ubl } from './pdf.ts'

/** Ashmere’s invoice of 2017-18 and a credit note of a third of it. */
async function billed() {
  const w = await world()
  await settleHost(w)
  await addSchool(w, { urn: 990301, name: 'Northmoor & Sons <High>' })
  const by = await w.by('coordinator')
  await runYear(by, 2017)
  const rows = await w.db.selectFrom('invoices').selectAll().orderBy('number').execute()
  const of = (membershipId: number) => rows.find((row) => row.membershipId === membershipId)?.id ?? 0
  const note = await credit(by, of(w.members.ashmere), { netPence: 100_000, reason: 'A term & a half' })
  return { w, rows, ashmere: of(w.members.ashmere), brindle: of(w.members.brindle), note }
}

const get = async (w: World, name: CastName | 'visitor', path: string) =>
  (await w.as(name)).get(`/subscriptions/invoices/${path}`)

test('an invoice as files, from the front door', async (t) => {
  const { w, rows, ashmere, brindle, note } = await billed()

  await t.test(
    'the office, and its head and business manager, open a school’s own; nobody else knows of it',
    async () => {
      const may: CastName[] = ['coordinator', 'head', 'businessManager']
      for (const name of castNames)
        for (const path of [`${ashmere}/pdf`, `${ashmere}/xml`, `${note}/pdf`, `${note}/xml`])
          assert.equal((await get(w, name, path)).status, may.includes(name) ? 200 : 404, `${name} ${path}`)
      assert.equal((await get(w, 'otherHead', `${brindle}/xml`)).status, 200)
    },
  )

  await t.test('a visitor is asked to sign in, and comes back to it', async () => {
    const { status, headers } = await get(w, 'visitor', `${ashmere}/pdf`)
    assert.equal(status, 303)
    assert.equal(
      headers.get('location'),
      `/sign-in?next=${encodeURIComponent(`/subscriptions/invoices/${ashmere}/pdf`)}`,
    )
  })

  await t.test('what is no invoice is not found', async () => {
    for (const path of ['0/pdf', '999999/pdf', 'x/xml', '1e3/pdf', '99999999999999999999/xml'])
      assert.equal((await get(w, 'coordinator', path)).status, 404, path)
  })

  await t.test('they are named for their number, and of their type', async () => {
    const { prefix, number } = rows.find(({ id }) => id === ashmere) ?? { prefix: '', number: 0 }
    const named = `${prefix}-${String(number).padStart(5, '0')}`
    const asPdf = await get(w, 'businessManager', `${ashmere}/pdf`)
    assert.equal(asPdf.headers.get('content-type'), 'application/pdf')
    assert.match(
      asPdf.headers.get('content-disposition') ?? '',
      new RegExp(`attachment; filename="${named}.pdf"`),
    )
    const asXml = await get(w, 'head', `${note}/xml`)
    assert.equal(asXml.headers.get('content-type'), 'application/xml; charset=utf-8')
    assert.match(asXml.headers.get('content-disposition') ?? '', /filename="CN-00001.xml"/)
    assert.match(asXml.text, /A term &amp; a half/)
  })

  await t.test('what was really issued keeps EN 16931', async () => {
    for (const id of [...rows.map((row) => row.id), note])
      assert.deepEqual(broken((await ubl(w.db, id)).xml), [], String(id))
  })

  await t.test(
    'a conversion of the school, a correction of its name and new settings change nothing in it',
    async () => {
      const before = await invoicePdf(w.db, ashmere)
      await w.database.transaction(everything, async (tx) => {
        await tx
          .updateTable('billingSettings')
          .set({ hostName: 'Another host', sortCode: '999999' })
          .execute()
        await tx.updateTable('schools').set({ name: 'Renamed' }).where('urn', '=', 990001).execute()
        const old = tx.updateTable('membershipSchools').where('membershipId', '=', w.members.ashmere)
        await old.set({ toOn: day('2018-03-31') }).execute()
        const { urn } = await tx
          .selectFrom('schools')
          .select('urn')
          .where('urn', '=', 990003)
          .executeTakeFirstOrThrow()
        await tx
          .insertInto('membershipSchools')
          .values({
            membershipId: w.members.ashmere,
            urn,
            fromOn: day('2018-04-01'),
            toOn: null,
            importId: null,
          })
          .execute()
      })
      assert.deepEqual(await invoicePdf(w.db, ashmere), before)
      assert.match((await ubl(w.db, ashmere)).xml, /URN 990001/)
    },
  )
})
