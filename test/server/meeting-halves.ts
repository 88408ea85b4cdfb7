import type pg from 'pg'

/** Whatever stands of a meeting by half or twice, whoever wrote it. `$1` is the meeting. */
const HALF = `
  with told as (
    select who, did, seq, nullif(details, '')::jsonb as details from audit_log where subject = 'meetings/' || $1::bigint
  ), taken as (
    select replace(location, '/meetings/' || $1::bigint, '') as went from form_keys where location like '/meetings/' || $1::bigint || '/%'
  ), here as (
    select * from attendances where meeting_id = $1
  )
  select 'decision ' || number || ' stands at place ' || place as what from (
    select number, row_number() over (order by id) as place from decisions) d where split_part(number, '/', 2)::int <> place
  union all
  select 'decision ' || number || ' has no line in the log' from decisions
    where 1 <> (select count(*) from told where did = 'recorded a decision' and (details ->> 'decision')::bigint = decisions.id)
  union all
  select 'action ' || id || ' has no line in the log' from meeting_actions
    where 1 <> (select count(*) from told where did = 'recorded an action' and (details ->> 'action')::bigint = meeting_actions.id)
  union all
  select 'the naming of ' || person_id || ' has no line in the log, or no letter' from deputy_namings join people on people.id = person_id
    where 1 <> (select count(*) from told where did = 'named a deputy' and (details ->> 'personId')::bigint = person_id)
      or 1 <> (select count(*) from mails where recipient = email and subject like 'You stand in at %')
  union all
  select did || ': ' || lines || ' lines in the log for ' || done from (
    select 'recorded a decision' as did, (select count(*) from decisions) as done
    union all select 'recorded an action', (select count(*) from meeting_actions)
    union all select 'named a deputy', (select count(*) from deputy_namings)
    union all select 'kept a register', (select count(*) from here where guest_name is not null)
    union all select 'kept a register', (select count(*) from taken where went ~ '^/register\\?did=(saved|observed)$')
    union all select 'wrote minutes', (select count(*) from taken where went ~ '^/minutes\\?did=(saved|merged)$')
    union all select 'checked in', (select count(*) from taken where went = '/here?did=here')
    union all select 'checked out', (select count(*) from taken where went = '/here?did=left')
  ) counted, lateral (select count(*) as lines from told where told.did = counted.did) logged where lines <> done
  union all
  select 'attendance ' || id || ' of ' || person_id || ' is not as the log has it' from here
    where how = 'phone' and (departed is null) is distinct from (
      select did = 'checked in' from told where who = person_id::text and did in ('checked in', 'checked out') order by seq desc limit 1)
  union all
  select who || ' checked in and is not on the register' from told
    where did = 'checked in' and not exists (select from here where person_id::text = who and how = 'phone')
  union all
  select 'school ' || membership_id || ' has ' || count(*) || ' deputies with the vote' from here
    where capacity = 'deputy' group by membership_id having count(*) > 1
  union all
  select 'person ' || person_id || ' stands on the register ' || count(*) || ' times' from here
    where person_id is not null group by person_id having count(*) > 1
  union all
  select 'observer ' || person_id || ' was not told why' from here join people on people.id = person_id
    where why is not null and not exists (select from mails where recipient = email and subject like 'Observer at %')
  union all
  select count(distinct capacity) || ' things are said of those the clerk says one thing of' from here
    where how = 'clerk' and guest_name is null having count(distinct capacity) > 1
  union all
  select 'the minute of item ' || item_id || ' has another number of revisions than its version says' from item_minutes m
    where version - 1 <> (select count(*) from revisions r where r.table_name = 'item_minutes' and r.row_id = m.id)`

export async function halvesOf(database: Pick<pg.ClientBase, 'query'>, meeting: number): Promise<string[]> {
  const { rows } = await database.query<{ what: string }>(HALF, [meeting])
  return rows.map(({ what }) => what)
}

/** What each would leave behind if it were done by half; told in the same words. */
export const spoilt: Record<string, string> = {
  'a decision without its line': `insert into decisions (meeting_id, item_id, number, words)
    select meeting_id, item_id, regexp_replace(number, '\\d+$', '9999'), 'No more' from decisions limit 1`,
  'a decision that is gone': 'delete from decisions where id = (select min(id) from decisions)',
  'an action that is gone': 'delete from meeting_actions where id = (select min(id) from meeting_actions)',
  'a naming that is gone': 'delete from deputy_namings where id = (select min(id) from deputy_namings)',
  'a naming without its letter': `delete from mails where subject like 'You stand in at %'`,
  'a register sent and not kept': `delete from attendances where guest_name = (select min(guest_name) from attendances)`,
  'half a register': `update attendances set capacity = 'guest' where id = (
    select min(id) from attendances where how = 'clerk' and guest_name is null)`,
  'somebody who came in and left no trace': `delete from attendances where id = (select min(id) from attendances where how = 'phone')`,
  'somebody who never left': `update attendances set departed = case when departed is null then arrived end
    where id = (select min(id) from attendances where how = 'phone')`,
  'a second deputy with the vote': `update attendances set capacity = 'deputy' where capacity = 'observer'`,
  'an observer who was not told': `delete from mails where subject like 'Observer at %'`,
  'minutes without what stood before': `delete from revisions where table_name = 'item_minutes'`,
}
