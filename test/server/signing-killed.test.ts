import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pdfsig } from '../programs.ts'
import { type Alliance, anAlliance, chance, requireSealed, seed, until } from './alliance.ts'
import { serving } from './process.ts'
import {
  type Begun,
  begin,
  confirm,
  documents,
  published,
  type School,
  schools,
  signed,
} from './signatories.ts'
import { broken } from './writers.ts'

const ROUNDS = 20
/** A signing takes less than this from its sending to its answer, so that the server dies before, in or after it. */
const A_SIGNING_MS = 80
const WAIT_MS = 120_000
const BOTH = 'governance, leadership'

/** What the job library does by itself some minutes after a process has fallen silent. */
const missed = ({ records: { pool } }: Alliance) =>
  pool.query(
    `update alliance_jobs.job set state = 'retry', start_after = now() where name = 'documents' and state in ('active', 'retry')`,
  )

/** What of signing is there by half, whoever did it. */
const HALF = `
  select 'signature ' || id || ' has no act in the log' as what from signatures s
    where (select count(*) from audit_log where did = 'signed the agreement' and subject = 'agreement/register/' || s.membership_id)
      <> (select count(*) from signatures t where t.membership_id = s.membership_id)
  union all
  select 'a code of ' || person_id || ' was spent and nothing signed' from one_time_codes c
    where used_at is not null and not exists (select from signatures s where s.person_id = c.person_id)
  union all
  select 'signature ' || id || ' spent no code' from signatures s
    where not exists (select from one_time_codes c where c.person_id = s.person_id and used_at is not null)
  union all
  select 'the key of signature ' || s.id || ' is gone, and no document bears it' from signatures s
    where sealed_key is null and not exists (
      select from signed_documents d where d.membership_id = s.membership_id and d.signature_count = 2)
  union all
  select 'document ' || d.id || ' bears more than was signed' from signed_documents d
    where signature_count > (select count(*) from signatures s where s.membership_id = d.membership_id)`

async function halves({ records }: Alliance): Promise<string[]> {
  const { rows } = await records.pool.query<{ what: string }>(HALF)
  return [...rows.map(({ what }) => what), ...(await broken(records))]
}

/** Sends both signings of a school, and kills the server somewhere on the way. Gives those it acknowledged. */
async function killedAt(
  alliance: Alliance,
  school: School,
  moment: number,
): Promise<{ begun: Begun[]; told: Begun[] }> {
  const server = await serving(alliance.settings, ['serve'])
  const begun = await Promise.all(school.signatories.map((one) => begin(alliance, server.url, one)))
  const told: Begun[] = []
  const sending = begun.map(async (one) => {
    const { status } = await confirm(alliance, server.url, one)
    if (status === 303) told.push(one)
  })
  await sleep(moment)
  server.process.kill('SIGKILL')
  await Promise.allSettled([...sending, server.done])
  return { begun, told }
}

test(`a server killed while people sign loses no signature and leaves none by half (SEED=${seed})`, async () => {
  const random = chance(seed)
  const alliance = await anAlliance()
  const first = await serving(alliance.settings, ['serve'])
  await published(alliance)
  const all = await schools(alliance, first.url, ROUNDS)
  await first.stop()
  const sent: Begun[] = []
  let acknowledged = 0
  for (const school of all) {
    const { begun, told } = await killedAt(alliance, school, random() * A_SIGNING_MS)
    sent.push(...begun)
    acknowledged += told.length
    const there = (await signed(alliance)).get(school.membershipId) ?? ''
    for (const { capacity } of told) assert.ok(there.includes(capacity), `${capacity} was acknowledged`)
    assert.deepEqual(await halves(alliance), [])
  }
  assert.ok(acknowledged < sent.length, 'some were broken off')

  const server = await serving(alliance.settings, ['serve'])
  for (const one of sent)
    assert.equal((await confirm(alliance, server.url, one)).status, 303, 'what is sent again is done, once')
  const found = await signed(alliance)
  for (const { membershipId } of all) assert.equal(found.get(membershipId), BOTH)
  await missed(alliance)
  const whole = async () => (await documents(alliance)).filter(({ count }) => count === 2)
  await until('every document is made', async () => (await whole()).length === all.length, WAIT_MS)
  for (const { content } of await whole())
    assert.deepEqual(pdfsig(content), ['Signature is Valid.', 'Signature is Valid.'])
  assert.deepEqual(await halves(alliance), [])
  await requireSealed(alliance)
})
