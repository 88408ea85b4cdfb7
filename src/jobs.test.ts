import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../test/database.ts'
import { keepHouse } from './jobs.ts'
import { clock } from './platform/clock.ts'

test('housekeeping lets go of what is over and keeps the rest', async () => {
  const database = await freshDatabase()
  await database.pool.query(`
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
    insert into imports (kind, source, digest, state, started_at) values
      ('year', 'over', 'd', 'checked', now() - interval '8 days'), ('year', 'open', 'd', 'checked', now());
    insert into uploads (import_id, name, content) select id, source, '' from imports`)
  await keepHouse(database, clock)
  const { rows } = await database.pool.query(`
    select 'sessions' as kept, id as what from sessions union all select 'verifications', id from verifications
    union all select 'form keys', body_digest from form_keys union all select 'rate limits', key from rate_limits
    union all select 'mails', message_id from mails union all select 'uploads', name from uploads order by 1`)
  assert.deepEqual(
    rows.map(({ kept, what }) => `${kept}: ${what}`),
    ['form keys', 'mails', 'rate limits', 'sessions', 'uploads', 'verifications'].map(
      (kept) => `${kept}: open`,
    ),
  )
})
