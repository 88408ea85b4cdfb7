import pg from 'pg'
import type { Address } from '../src/platform/db.ts'
import { today } from './records.ts'

/** Words that somebody looks for: one that is rare, two together, a phrase without another, one that is everywhere. */
export const lookedFor = ['safeguarding', 'phonics attendance', '"shared transport" -budget', 'schools']

/**
 * Puts agendas, papers, minutes, decisions, actions and whole registers to the ten years of meetings recorded already;
 * gives the id of the last meeting of the board.
 */
export async function recordMeetings({ connection, schema }: Address) {
  const options = `-c search_path=${schema},public`
  const owner = new pg.Client({ ...connection, options } as pg.ClientConfig)
  await owner.connect()
  await owner.query(MEETINGS)
  await owner.query('analyze')
  const { rows } = await owner.query<{ last: string }>(
    `select max(id) as last from meetings join meeting_groups on meeting_id = id where group_id = 1 and status = 'held'`,
  )
  await owner.end()
  return Number(rows[0]?.last)
}

const MEETINGS = `
create function pg_temp.said(seed bigint, many integer) returns text language sql as $$
  select string_agg(
    (array['the','schools','of','and','to','in','heads','agreed','that','will','report','next','term','on','reading','phonics','attendance',
      'minibus','budget','practice','hub','subject','leaders','moderation','visit','support','pupils','writing','mathematics','science',
      'assessment','plan','review','training','session','partner','trust','authority','data','shared transport','policy','calendar',
      'transition','behaviour','inclusion','curriculum','music','history','geography','languages'])[1 + (seed * 7919 + k * k * 31 + k * 17) % 50]
    || case when k % 12 = 0 then '.' when k % 60 = 7 and seed % 97 = 0 then ' safeguarding' else '' end, ' ' order by k)
  from generate_series(1, many) k
$$;
insert into posts (person_id, membership_id, post, from_on) select i, (i - 2) % 25 + 1, case when i < 27 then 'head' when i < 52 then 'deputy' else 'governor' end, '2016-09-01' from generate_series(2, 61) i;
insert into calendars (name, is_default) values ('Common', true);
insert into calendar_dates (calendar_id, kind, from_on, to_on)
  select 1, kind, (y || from_on)::date + 366 * later, (y || to_on)::date + 366 * later from generate_series(2016, 2026) y, (values
    ('term', '-09-03', '-12-19', 0), ('half-term', '-10-24', '-10-28', 0), ('inset', '-09-03', '-09-03', 0), ('term', '-01-05', '-03-28', 1),
    ('half-term', '-02-16', '-02-20', 1), ('term', '-04-14', '-07-21', 1), ('half-term', '-05-25', '-05-29', 1)) as dates (kind, from_on, to_on, later);
update meetings set starts = '15:45', ends = '17:15', place = 'School ' || id % 25 + 1, chair_id = 3 + id % 20, clerk_id = 60 + id % 20,
  status = case when held_on > '${today}' then 'planned' else 'held' end,
  agenda_issued_at = case when held_on <= '${today}' then held_on - interval '8 days' end, agenda_issued_by = 1;
delete from attendances using meetings where meetings.id = meeting_id and status = 'planned';
update attendances set capacity = case when attendances.meeting_id % 7 = membership_id % 7 then 'apologies' else 'head' end, person_id = membership_id + 1,
    arrived = '15:40', how = 'clerk'
  from meeting_groups where meeting_groups.meeting_id = attendances.meeting_id and group_id = 1;
insert into attendances (meeting_id, capacity, guest_name, how) select meetings.id, 'guest', 'Guest ' || g, 'clerk'
  from meetings join meeting_groups on meeting_id = meetings.id, generate_series(1, 35) g
  where status = 'held' and g <= case when group_id = 1 then 35 else meetings.id % 3 * 6 end;
insert into agenda_items (meeting_id, position, kind, title, purpose, owner_id, minutes, part_b)
  select m.id, n, (array['welcome','declarations','minutes','matters arising','actions','feedback','report','consultation','decision','report','other business','dates'])[n],
    initcap(pg_temp.said(m.id * 12 + n, 4)), pg_temp.said(m.id * 13 + n, 25), 2 + (m.id + n) % 50, 10, n = 10 and (group_id < 3 or m.id % 20 = 0)
  from meetings m join meeting_groups on meeting_id = m.id, generate_series(1, 12) n;
insert into papers (meeting_id, item_id, title, summary, words, added_by)
  select meeting_id, id, title || ': paper', pg_temp.said(id, 20), pg_temp.said(id * 3, 400), 1 from agenda_items where position in (7, 8, 10);
insert into item_minutes (meeting_id, item_id, words, written_by)
  select meeting_id, i.id, pg_temp.said(i.id * 5, 40) || E'\\n\\n' || pg_temp.said(i.id * 11, 40), clerk_id
  from agenda_items i join meetings m on m.id = meeting_id where status = 'held';
insert into minutes (meeting_id, state, moved_on, circulated_on, approved_on)
  select id, 'approved', held_on + 40, held_on + 7, held_on + 40 from meetings where status = 'held';
insert into decisions (meeting_id, item_id, number, words, means, pence, takes_effect_on, recorded_by)
  select meeting_id, i.id, extract(year from held_on - interval '8 months') || '-' || to_char(held_on + interval '4 months', 'YY') || '/' || i.id,
    pg_temp.said(i.id * 17, 20), pg_temp.said(i.id * 19, 15), case when i.id % 3 = 0 then 25000 end, held_on + 30, 1
  from agenda_items i join meetings m on m.id = meeting_id where status = 'held' and position in (8, 9, 10);
insert into meeting_actions (meeting_id, item_id, words, owner_id, owner_post, owner_membership_id, due_on, closed_on, closed_by, outcome, recorded_by)
  select meeting_id, i.id, pg_temp.said(i.id * 23, 14), 2 + i.id % 25, 'head', i.id % 25 + 1, held_on + 30,
    case when held_on < '2026-04-01' then held_on + 25 end, case when held_on < '2026-04-01' then 1 end, case when held_on < '2026-04-01' then 'Done' end, 1
  from agenda_items i join meetings m on m.id = meeting_id where status = 'held' and position in (7, 9, 10, 11);
insert into invitations (meeting_id, person_id) select meetings.id, p from meetings join meeting_groups on meeting_id = meetings.id, generate_series(2, 26) p
  where group_id < 3 or held_on > '2026-01-01';
insert into circulations (meeting_id, person_id, circulated_at) select meetings.id, p, held_on - interval '8 days' from meetings, generate_series(2, 26) p where status = 'held';
`
