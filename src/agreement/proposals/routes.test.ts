import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../../test/agreement.ts'
import { type CastName, emailOf, type World, world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { publish } from '../actions.ts'
import { clausesOf } from '../queries.ts'
import { needs } from './needs.ts'

type Sent = { headers: Headers }
const at = ({ headers }: Sent) => (headers.get('location') ?? '').replace(/\?.*/, '')
const reason = 'Nine days is more than a small school can give.'
const words = 'Give six days of staff time a year to school-to-school support through SSIG.'

/** The small alliance with its agreement published, and clause 21 of it. */
async function reviewing() {
  const w = await world()
  const versionId = await agreed(w)
  const clauses = await clausesOf(w.db, versionId)
  const clause = clauses.find(({ number }) => number === '21')
  if (!clause) throw new Error('The agreement has no clause 21')
  return { w, versionId, clause }
}

const reword = async (w: World, clauseId: number, by: CastName = 'head', said = words) =>
  at(await (await w.as(by)).post(`/agreement/proposals/clauses/${clauseId}/reword`, { words: said, reason }))

/** Adopts a proposal into a new draft, or this one; gives the answer, and the draft it went into. */
async function adopted(w: World, proposal: string, draftId = '0') {
  const answer = await (await w.as('coordinator')).post(`${proposal}/adopt`, { draftId })
  const found = await w.db
    .selectFrom('proposals')
    .select('draftId')
    .where('id', '=', Number(proposal.split('/').at(-1)))
    .executeTakeFirstOrThrow()
  return { ...answer, draftId: found.draftId ?? 0 }
}

const mailed = async (w: World) =>
  await w.db.selectFrom('mails').select(['recipient', 'subject', 'body']).orderBy('recipient').execute()

describe('proposing a change', () => {
  test('a head proposes other words; it stands in the list, its filters and its CSV', async () => {
    const { w, clause } = await reviewing()
    const head = await w.as('head')
    const form = await head.get(`/agreement/proposals/clauses/${clause.id}/reword`)
    assert.ok(form.text.includes(clause.words))
    const proposal = await reword(w, clause.id)
    const page = await head.get(proposal)
    assert.match(page.text, /<h1[^>]*>Other words for clause 21/)
    assert.match(page.text, /<ins>/)
    assert.match(page.text, /Hannah Head, Ashmere/)
    const found = await head.get(`/agreement/proposals?clause=${clause.promiseId}&state=open`)
    assert.match(found.text, /1 proposal\b/)
    assert.match((await head.get('/agreement/proposals?state=declined')).text, /No proposals match/)
    assert.match(
      (await head.get('/agreement/proposals?format=csv')).text,
      /Other words for clause 21,\d{4}-\d\d-\d\d,"Hannah Head, Ashmere",0,Open/,
    )
  })

  test('a chair proposes a removal and a new clause', async () => {
    const { w, clause } = await reviewing()
    const chair = await w.as('chair')
    const gone = await chair.post(`/agreement/proposals/clauses/${clause.id}/remove`, { reason })
    assert.match((await chair.get(at(gone))).text, /What would go: clause 21/)
    const added = await chair.post('/agreement/proposals/add', { part: clause.part, words, reason })
    assert.match((await chair.get(at(added))).text, /A new clause in/)
  })

  test('a clause is chosen first, and the review’s day is said', async () => {
    const { w, clause } = await reviewing()
    const page = await (await w.as('head')).get(`/agreement/proposals/new?clause=${clause.id}`)
    assert.match(page.text, /reviewed by 1 July 2018/)
    assert.ok(page.text.includes(`/agreement/proposals/clauses/${clause.id}/reword`))
    const none = await (await w.as('head')).get('/agreement/proposals/new?clause=')
    assert.match(none.text, /Select the clause/)
  })

  test('the same words are no proposal, and what was typed is kept', async () => {
    const { w, clause } = await reviewing()
    const sent = await (await w.as('head')).post(`/agreement/proposals/clauses/${clause.id}/reword`, {
      words: ` ${clause.words.replace(' ', '  ')}`,
      reason,
    })
    assert.equal(sent.status, 422)
    assert.match(sent.text, /<a href="#words">Change the words: they are the same as now/)
    assert.ok(sent.text.includes(reason))
  })

  test('a clause of a former version is not found', async () => {
    const { w, clause } = await reviewing()
    const { draftId } = await adopted(w, await reword(w, clause.id))
    await newVersion(w, draftId)
    const sent = await (await w.as('head')).get(`/agreement/proposals/clauses/${clause.id}/reword`)
    assert.equal(sent.status, 404)
  })

  test('who signs for two schools says for which they speak, and for no other', async () => {
    const { w, clause } = await reviewing()
    const executive = {
      personId: w.people.head,
      membershipId: w.members.brindle,
      post: 'executive head',
      organisationId: null,
      fromOn: null,
      toOn: null,
      importId: null,
    } as const
    await w.database.transaction({ person: '', memberships: '', groups: '', sees: 'everything' }, (tx) =>
      tx.insertInto('posts').values(executive).execute(),
    )
    const head = await w.as('head')
    const to = `/agreement/proposals/clauses/${clause.id}/reword`
    assert.match((await head.post(to, { words, reason })).text, /Select the school you speak for/)
    const spoken = await head.post(to, { words, reason, membershipId: String(w.members.brindle) })
    assert.match((await head.get(at(spoken))).text, /Hannah Head, Brindle Moor/)
    const chair = await w.as('chair')
    const other = await chair.post(to, { words, reason, membershipId: String(w.members.brindle) })
    assert.equal(other.status, 422)
  })
})

/** Publishes a draft as the next version. */
const newVersion = async (w: World, draftId: number) =>
  publish(await w.by('coordinator'), draftId, {
    publishedOn: day('2018-03-01'),
    inForceOn: day('2018-03-01'),
    inForceSigned: null,
    signBy: null,
    reviewOn: day('2019-03-01'),
  })

describe('commenting', () => {
  test('comments stand in the order they were made, each with who made it', async () => {
    const { w, clause } = await reviewing()
    const proposal = await reword(w, clause.id)
    await (await w.as('otherHead')).post(proposal, { words: 'We would keep nine.' })
    await (await w.as('chair')).post(proposal, { words: 'Our governors agree to six.' })
    const { text } = await (await w.as('governor')).get(proposal)
    assert.match(
      text,
      /We would keep nine\.[\s\S]*Olive Other, Brindle Moor[\s\S]*agree to six\.[\s\S]*Chen Chair/,
    )
    assert.doesNotMatch(text, /Add your comment/)
    assert.equal((await (await w.as('governor')).post(proposal, { words: 'And I.' })).status, 403)
  })

  test('nothing more is said once it is decided', async () => {
    const { w, clause } = await reviewing()
    const proposal = await reword(w, clause.id)
    await (await w.as('coordinator')).post(`${proposal}/decline`, { reason: 'The board of 3 May kept nine.' })
    const late = await (await w.as('otherHead')).post(proposal, { words: 'Late' })
    assert.match(late.text, /This proposal was already declined/)
  })
})

describe('deciding', () => {
  test('declined with a reason: everybody who proposed or commented gets one mail', async () => {
    const { w, clause } = await reviewing()
    const proposal = await reword(w, clause.id)
    for (const said of ['One thing.', 'And another.'])
      await (await w.as('otherHead')).post(proposal, { words: said })
    const office = await w.as('coordinator')
    await office.post(`${proposal}/decline`, { reason: 'The board of 3 May kept nine.' })
    const mails = await mailed(w)
    assert.deepEqual(
      mails.map(({ recipient }) => recipient),
      [emailOf('head'), emailOf('otherHead')],
    )
    assert.match(mails[0]?.body ?? '', /The board of 3 May kept nine\./)
    assert.ok(mails[0]?.body.includes(`http://alliance.test${proposal}`))
    assert.match((await office.get(proposal)).text, /Declined[\s\S]*The board of 3 May kept nine\./)
  })

  test('adopted into a new draft, which says the new words and all the others as they were', async () => {
    const { w, versionId, clause } = await reviewing()
    const { draftId } = await adopted(w, await reword(w, clause.id))
    const before = await clausesOf(w.db, versionId)
    const draft = await clausesOf(w.db, draftId)
    assert.deepEqual(
      draft.map(({ promiseId, number, words }) => ({ promiseId, number, words })),
      before.map((was) => ({
        promiseId: was.promiseId,
        number: was.number,
        words: was.id === clause.id ? words : was.words,
      })),
    )
    assert.match((await mailed(w))[0]?.body ?? '', /it stands in the draft of the next version/)
  })

  test('a removal and a new clause go into the same draft; the version published says what it took up', async () => {
    const { w, clause } = await reviewing()
    const chair = await w.as('chair')
    const gone = at(await chair.post(`/agreement/proposals/clauses/${clause.id}/remove`, { reason }))
    const { draftId } = await adopted(w, gone)
    const added = at(await chair.post('/agreement/proposals/add', { part: clause.part, words, reason }))
    await adopted(w, added, String(draftId))
    const draft = await clausesOf(w.db, draftId)
    assert.ok(!draft.some(({ promiseId }) => promiseId === clause.promiseId))
    const inPart = draft.filter(({ part }) => part === clause.part)
    assert.deepEqual([inPart.at(-1)?.number, inPart.at(-1)?.words], ['49', words])
    assert.equal(new Set(draft.map(({ position }) => position)).size, draft.length)
    await newVersion(w, draftId)
    assert.match((await chair.get(added)).text, /Taken up in[\s\S]*Version 2/)
    const version = (await (await w.as('visitor')).get('/agreement/versions/2')).text
    assert.match(version, /Proposals taken up[\s\S]*Removal of clause 21[\s\S]*A new clause in/)
    assert.doesNotMatch(version, /href="\/agreement\/proposals/)
    assert.ok((await chair.get('/agreement/versions/2')).text.includes(`href="${added}"`))
  })

  test('refused when the draft’s clause changed meanwhile, and the proposal stays open', async () => {
    const { w, clause } = await reviewing()
    const { draftId } = await adopted(w, await reword(w, clause.id))
    const second = await reword(w, clause.id, 'otherHead', 'Give seven days of staff time a year.')
    const refused = await adopted(w, second, String(draftId))
    assert.equal(refused.status, 422)
    assert.match(refused.text, /<a href="#draftId">Clause 21 of this draft reads differently/)
    assert.match((await (await w.as('coordinator')).get(second)).text, /Adopt it into a draft/)
    const alike = await adopted(w, await reword(w, clause.id, 'chair'), String(draftId))
    assert.equal(alike.status, 303, 'the draft says already what this one proposes')
  })

  test('of ten who decide at once one decides, and mail goes out once', async () => {
    const { w, clause } = await reviewing()
    const proposal = await reword(w, clause.id)
    const office = await w.as('coordinator')
    const sent = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        i % 2
          ? office.post(`${proposal}/adopt`, { draftId: '0' })
          : office.post(`${proposal}/decline`, { reason }),
      ),
    )
    assert.equal(sent.filter(({ status }) => status === 303).length, 1)
    assert.equal((await mailed(w)).length, 1)
    const drafts = await w.db
      .selectFrom('agreementVersions')
      .select('id')
      .where('publishedAt', 'is', null)
      .execute()
    assert.ok(drafts.length <= 1)
  })

  test('open again when its draft is given up; adopted into it without doing it twice when it is taken up', async () => {
    const { w, clause } = await reviewing()
    const office = await w.as('coordinator')
    const proposal = await reword(w, clause.id)
    const { draftId } = await adopted(w, proposal)
    assert.equal((await office.post(`/agreement/drafts/${draftId}/discard`, {})).status, 303)
    assert.match((await office.get(proposal)).text, /Open again[\s\S]*Adopt it into a draft/)
    assert.equal((await office.post(`/agreement/drafts/${draftId}/take-up`, {})).status, 303)
    const again = await adopted(w, proposal, String(draftId))
    assert.equal(again.status, 303, again.text)
    assert.equal(again.draftId, draftId)
  })
})

describe('withdrawing', () => {
  test('whoever made it takes it back, nobody else does, and whoever commented is told', async () => {
    const { w, clause } = await reviewing()
    const proposal = await reword(w, clause.id)
    await (await w.as('otherHead')).post(proposal, { words: 'We would keep nine.' })
    assert.equal((await (await w.as('otherHead')).post(`${proposal}/withdraw`, {})).status, 403)
    assert.equal((await (await w.as('head')).post(`${proposal}/withdraw`, {})).status, 303)
    assert.match((await (await w.as('chair')).get(proposal)).text, /Withdrawn/)
    assert.ok((await mailed(w)).some(({ recipient }) => recipient === emailOf('otherHead')))
  })
})

describe('what waits for whom', () => {
  test('a new proposal for the other heads and chairs, until they say something', async () => {
    const { w, clause } = await reviewing()
    const proposal = await reword(w, clause.id)
    assert.deepEqual(await needs(await w.by('head')), [])
    assert.deepEqual(
      (await needs(await w.by('otherHead'))).map(({ href }) => href),
      [proposal],
    )
    await (await w.as('otherHead')).post(proposal, { words: 'We would keep nine.' })
    assert.deepEqual(await needs(await w.by('otherHead')), [])
    assert.deepEqual(await needs(await w.by('governor')), [])
  })

  test('for the office only when the review is near', async () => {
    const { w, clause } = await reviewing()
    await reword(w, clause.id)
    const office = await w.by('coordinator')
    assert.deepEqual(await needs(office), [])
    const [need] = await needs({ ...office, db: office.db, totals: office.totals, today: day('2018-06-20') })
    assert.match(need?.says ?? '', /^Decide one proposal/)
    assert.equal(need?.on, '2018-07-01')
  })
})
