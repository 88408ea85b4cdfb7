import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { issuers } from '../../../test/signatories.ts'
import { deploymentAt } from '../../../test/support.ts'
import { type CastName, secret, type World, world } from '../../../test/world.ts'
import { everything, type Writer } from '../../platform/db.ts'
import { checkPdf } from '../../platform/signature/check.ts'
import { sealStands } from '../../platform/signature/seal.ts'
import { move } from '../deployments/actions.ts'
import { keepAgreements, makeAgreementFile } from './make.ts'
import { needs } from './needs.ts'

const makes = { secret, url: 'http://alliance.test', timeStamps: undefined }
const signatories: Partial<Record<CastName, readonly [name: string, slug: string]>> = {
  head: ['Hannah Head', 'supported-head'],
  otherHead: ['Olive Other', 'supporting-head'],
  practitioner: ['Priya Practitioner', 'practitioner'],
}
const three = ['head', 'otherHead', 'practitioner'] as const

async function released() {
  const w = await world()
  const id = await deploymentAt(w, 'released')
  return { w, id, at: `/support/deployments/${id}/agreement` }
}
type Released = Awaited<ReturnType<typeof released>>

const change = (w: World, work: (tx: Writer) => Promise<unknown>) => w.database.transaction(everything, work)

async function codeFor({ db }: World, name: string): Promise<string> {
  const { body } = await db
    .selectFrom('mails')
    .select('body')
    .where('subject', '=', 'Your code for Endeavour')
    .where('body', 'like', `Hello ${name},%`)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return /^\d{3} \d{3}$/m.exec(body)?.[0] ?? ''
}

const hidden = (text: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? ''

/** The first step, up to what the second is sent with. */
async function begin({ w, at }: Released, name: CastName, slug = signatories[name]?.[1]) {
  const browser = await w.as(name)
  const first = await browser.get(`${at}/${slug}`)
  const begun = await browser.post(`${at}/${slug}`, { read: hidden(first.text, 'read') })
  const confirm = begun.headers.get('location') ?? ''
  if (begun.status !== 303) return { browser, begun, confirm, sent: { signing: '', code: '' } }
  const signing = hidden((await browser.get(confirm)).text, 'signing')
  return { browser, begun, confirm, sent: { signing, code: await codeFor(w, signatories[name]?.[0] ?? '') } }
}

async function sign(of: Released, name: CastName) {
  const { browser, begun, confirm, sent } = await begin(of, name)
  return begun.status === 303 ? browser.post(confirm, sent) : begun
}

const acts = ({ db }: World) => db.selectFrom('deploymentSignatures').selectAll().orderBy('id').execute()
const stateOf = async ({ db }: World, id: number) =>
  (await db.selectFrom('deployments').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

describe('the agreement of the three parties', () => {
  test('is signed by each with a seal of their own, agreed with the third, and kept as a file that checks', async () => {
    const of = await released()
    const { w, id, at } = of
    for (const name of three) {
      assert.equal(await stateOf(w, id), 'released')
      assert.equal((await sign(of, name)).headers.get('location'), `${at}?did=signed`)
    }
    assert.equal(await stateOf(w, id), 'agreed')
    const signed = await acts(w)
    const ours = await issuers(w)
    assert.ok(signed.every((act) => sealStands(act, ours) && act.proof === 'code'))
    assert.deepEqual(
      signed.map(({ title, schoolName }) => [title, schoolName]),
      [
        ['Headteacher', 'Ashmere High School'],
        ['Headteacher', 'Brindle Moor High School'],
        ['SSIG practitioner', 'Brindle Moor High School'],
      ],
    )
    const kept = await w.db.selectFrom('deploymentAgreements').selectAll().executeTakeFirstOrThrow()
    assert.ok(signed.every(({ digest, statement }) => digest === kept.digest && statement.includes(digest)))
    assert.match(signed[1]?.statement ?? '', /letter of assurance/)

    const by = await w.by('system')
    const makeIt = () => makeAgreementFile(by, { deploymentId: id, round: 1 }, makes)
    const chen = await w.as('head')
    assert.match((await chen.get(at)).text, /is being made/)
    await Promise.all([makeIt(), makeIt()])
    const file = await w.db.selectFrom('deploymentAgreements').select('content').executeTakeFirstOrThrow()
    assert.ok(file.content)
    const checked = checkPdf(file.content, ours)
    assert.ok(!('unreadable' in checked) && checked.whole)
    assert.deepEqual(
      checked.signatures.map(({ told }) => told?.signatory.name),
      ['Hannah Head', 'Olive Other', 'Priya Practitioner'],
    )
    assert.ok((await acts(w)).every(({ sealedKey }) => sealedKey === null))
    const got = await chen.get(`${at}/file`)
    assert.deepEqual([got.status, got.headers.get('content-type')], [200, 'application/pdf'])

    const form = new FormData()
    form.set('file', new File([new Uint8Array(file.content)], 'agreement.pdf'))
    const verdict = await (await w.as('visitor')).post('/agreement/check', form)
    assert.match(verdict.text, /whole and unaltered/)
    assert.match(verdict.text, /an agreement on support between two schools and a practitioner/)
    assert.match(verdict.text, /byte for byte, the file that the alliance keeps/)
    const altered = Buffer.from(file.content)
    altered[2_000] = (altered[2_000] ?? 0) ^ 1
    const worse = new FormData()
    worse.set('file', new File([new Uint8Array(altered)], 'agreement.pdf'))
    assert.match((await (await w.as('visitor')).post('/agreement/check', worse)).text, /has been altered/)
  })

  test('waits for whoever has still to sign, and for nobody else', async () => {
    const of = await released()
    const waiting = async () => {
      const all = await Promise.all(
        ([...three, 'deputy', 'ssig', 'teacher', 'coordinator'] as const).map(async (name) => {
          const found = await needs(await of.w.by(name))
          return found.map(() => name)
        }),
      )
      return all.flat()
    }
    assert.deepEqual(await waiting(), ['head', 'otherHead', 'practitioner'])
    await sign(of, 'otherHead')
    assert.deepEqual(await waiting(), ['head', 'practitioner'])
  })

  test('keeps its words from the first signature on, and whoever read others is told to read again', async () => {
    const of = await released()
    const { w, id } = of
    const early = await begin(of, 'head')
    const need = 'Another need\n\nWho agrees\nNobody.'
    await change(w, (tx) => tx.updateTable('deployments').set({ need }).where('id', '=', id).execute())
    const late = await early.browser.post(early.confirm, early.sent)
    assert.equal(late.status, 422)
    assert.match(late.text, /words have changed since you read them/)
    assert.equal((await sign(of, 'otherHead')).status, 303)
    await change(w, (tx) =>
      tx.updateTable('deployments').set({ need: 'A third' }).where('id', '=', id).execute(),
    )
    assert.equal((await sign(of, 'head')).status, 303)
    const page = await (await w.as('practitioner')).get(of.at)
    assert.match(page.text, /Another need Who agrees Nobody\./)
    assert.doesNotMatch(page.text, /A third/)
  })

  test('signed twice at once in one capacity is signed once', async () => {
    const of = await released()
    const one = await begin(of, 'head')
    const twice = await Promise.all([1, 2].map(() => one.browser.post(one.confirm, one.sent)))
    assert.equal((await acts(of.w)).length, 1)
    assert.deepEqual(twice.map(({ status }) => status).sort(), [303, 422])
    assert.match(
      twice.find(({ status }) => status === 422)?.text ?? '',
      /was signed as head of Ashmere by Hannah/,
    )
    const again = await one.browser.get(`${of.at}/supported-head`)
    assert.match(again.text, /Nothing to sign here/)
  })

  test('is not signed by one person twice, though they head both schools', async () => {
    const of = await released()
    const { w } = of
    await change(w, (tx) =>
      tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.head, post: 'executive head', membershipId: w.members.brindle },
          ...{ organisationId: null, fromOn: null, toOn: null, importId: null },
        })
        .execute(),
    )
    assert.equal((await sign(of, 'head')).status, 303)
    const other = await (await w.as('head')).get(`${of.at}/supporting-head`)
    assert.match(other.text, /three different people sign/)
    const words = await w.db.selectFrom('deploymentAgreements').select('digest').executeTakeFirstOrThrow()
    const sent = await (await w.as('head')).post(`${of.at}/supporting-head`, { read: words.digest })
    assert.equal(sent.status, 422)
    assert.equal((await acts(w)).length, 1)
  })

  test('is not signed once the match was given up, not even with a code that was sent before', async () => {
    const of = await released()
    const { w, id } = of
    const head = await begin(of, 'head')
    const priya = await begin(of, 'practitioner')
    await sign(of, 'otherHead')
    const ssig = await w.by('ssig')
    await ssig.act({ did: 'gave up a match', subject: `support/deployments/${id}` }, async (tx, by) => {
      const none = { practitionerId: null, fromMembershipId: null, fromUrn: null, halfDaysAgreed: null }
      await move(tx, by, id, 'unmatch', { reason: 'She is ill', sets: none })
    })
    assert.equal((await head.browser.post(head.confirm, head.sent)).status, 409)
    assert.equal((await priya.browser.post(priya.confirm, priya.sent)).status, 404)
    assert.equal((await acts(w)).length, 1)
    await keepAgreements(await w.by('system'))
    assert.deepEqual(
      (await acts(w)).map(({ sealedKey }) => sealedKey),
      [null],
    )
  })

  test('is agreed anew when another match is made', async () => {
    const of = await released()
    const { w, id } = of
    await sign(of, 'head')
    await change(w, async (tx) => {
      const steps = ['triaged', 'matched', 'released'] as const
      for (const [i, toState] of steps.entries())
        await tx
          .insertInto('deploymentMoves')
          .values({
            ...{ deploymentId: id, number: 10 + i, fromState: null, toState, movedBy: null, reason: null },
          })
          .execute()
    })
    assert.match((await (await w.as('head')).get(of.at)).text, /Sign as head of Ashmere/)
    assert.equal((await sign(of, 'head')).status, 303)
    assert.deepEqual(
      (await acts(w)).map(({ round }) => round),
      [1, 2],
    )
  })

  test('is for its parties, their deputies, SSIG and the office, and signed by the parties alone', async () => {
    const { w, at } = await released()
    const statuses = (path: string) =>
      Promise.all(
        (['deputy', 'ssig', 'coordinator', 'teacher', 'governor', 'hubLead', 'officer'] as const).map(
          async (name) => (await (await w.as(name)).get(path)).status,
        ),
      )
    assert.deepEqual(await statuses(at), [200, 200, 200, 403, 404, 404, 404])
    assert.deepEqual(await statuses(`${at}/supported-head`), [403, 403, 403, 403, 404, 404, 404])
    const visitor = await (await w.as('visitor')).get(at)
    assert.match(visitor.headers.get('location') ?? '', /sign-in/)
    const head = await w.as('head')
    assert.equal((await head.get(`${at}/supporting-head`)).status, 403)
    assert.equal((await head.get(`${at}/nobody`)).status, 404)
    assert.equal((await head.get(`${at}/file`)).status, 404)
    const wrong = await head.post(`${at}/supported-head`, { read: '<script>' })
    assert.equal(wrong.status, 422)
  })

  test('does not exist before the release', async () => {
    const w = await world()
    const id = await deploymentAt(w, 'matched')
    assert.equal((await (await w.as('head')).get(`/support/deployments/${id}/agreement`)).status, 404)
    const early = await (await w.as('head')).get(`/support/deployments/${id}/agreement/supported-head`)
    assert.match(early.text, /has not released the practitioner yet/)
  })
})
