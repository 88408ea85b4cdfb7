import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../test/database.ts'
import { keepHouse, works } from './jobs.ts'
import { clock } from './platform/clock.ts'
import { queues } from './platform/job.ts'
import { logTo } from './platform/log.ts'

/** What is kept for a while only: one that is over, and one that is not, of each. */
const records = `
  insert into accounts (id, name, email) values ('a', 'A', 'a@elm.example');
  insert into sessions (id, token, account_id, expires_at) values
    ('over', 't1', 'a', now() - interval '1 minute'), ('open', 't2', 'a', now() + interval '1 minute');
  insert into verifications (id, identifier, value, expires_at) values
    ('over', 'i', 'v', now() - interval '1 minute'), ('open', 'i', 'v', now() + interval '1 minute');
  insert into form_keys (key, body_digest, location, at) values
    (gen_random_uuid(), 'over', '/', now() - interval '49 hours'), (gen_random_uuid(), 'open', '/', now());
  insert into rate_limits (key, count, resets_at) values
    ('over', 1, now() - interval '1 minute'), ('open', 1, now() + interval '1 minute');
  insert into mails (message_id, recipient, subject, body, queued_at) values
    ('over', 'a@elm.example', 's', 'b', now() - interval '91 days'), ('open', 'a@elm.example', 's', 'b', now());
  insert into people (name) values ('open');
  insert into digests (person_id, sent_on, told) select id, current_date - kept, '{}'
    from people, (values (0), (91)) as days (kept);
  insert into passkey_challenges (challenge, purpose, origin, expires_at) values
    ('over', 'p', 'o', now() - interval '1 minute'), ('open', 'p', 'o', now() + interval '1 minute');
  insert into one_time_codes (person_id, purpose, code_digest, expires_at) select id, what, 'd', now() - ago
    from people, (values ('over', interval '25 hours'), ('open', interval '23 hours')) as codes (what, ago);
  insert into provider_visits (state, provider, nonce, verifier, expires_at) values
    ('over', 'p', 'n', 'v', now() - interval '1 minute'), ('open', 'p', 'n', 'v', now() + interval '1 minute');
  insert into agreement_readings (source_name, lines, roles, read_at) values
    ('over', '[]', '[]', now() - interval '367 days'), ('open', '[]', '[]', now() - interval '364 days');
  insert into memberships (joined_on) values ('2015-09-01');
  insert into promises (kind) values ('declared');
  insert into declaration_preparations (membership_id, year, promise_id, points_to, prepared_by, prepared_at)
    select memberships.id, year, promises.id, what, people.id, now() - ago from memberships, promises, people,
      (values (2024, 'over', interval '367 days'), (2025, 'open', interval '364 days')) as ready (year, what, ago);
  insert into revisions (table_name, row_id, version, before)
    select 'agreement_readings', id, 1, to_jsonb(t) from agreement_readings t
    union all select 'declaration_preparations', id, 1, to_jsonb(t) from declaration_preparations t;
  insert into imports (kind, source, digest, state, started_at) values
    ('year', 'over', 'd', 'checked', now() - interval '8 days'), ('year', 'open', 'd', 'checked', now());
  insert into uploads (import_id, name, content) select id, source, '' from imports`

const left = `
  select 'sessions' as kept, id as what from sessions
  union all select 'verifications', id from verifications
  union all select 'form keys', body_digest from form_keys
  union all select 'rate limits', key from rate_limits
  union all select 'mails', message_id from mails
  union all select 'uploads', name from uploads
  union all select 'digests', case when sent_on = current_date then 'open' else 'over' end from digests
  union all select 'challenges', challenge from passkey_challenges
  union all select 'codes', purpose from one_time_codes
  union all select 'visits', state from provider_visits
  union all select 'readings', source_name from agreement_readings
  union all select 'preparations', points_to from declaration_preparations
  union all select 'revisions of ' || table_name, coalesce(before ->> 'source_name', before ->> 'points_to') from revisions
  order by 1`

test('housekeeping lets go of what is over and keeps the rest', async () => {
  const database = await freshDatabase()
  await database.pool.query(records)
  const before = (await database.pool.query(left)).rows
  await keepHouse(database, clock)
  const { rows } = await database.pool.query(left)
  const kinds = [...new Set(before.map(({ kept }) => kept))]
  assert.equal(before.length, 2 * kinds.length)
  assert.deepEqual(
    rows,
    kinds.map((kept) => ({ kept, what: 'open' })),
  )
})

test('somebody works on every queue there is', async () => {
  const database = await freshDatabase()
  const settings = {
    url: 'http://alliance.test',
    secret: 'x'.repeat(32),
    mail: undefined,
    timeStamps: undefined,
  }
  const worked = works({ database, settings, clock, log: logTo('nowhere') }).map(({ queue }) => queue)
  assert.deepEqual(worked.sort(), Object.keys(queues).sort())
})
