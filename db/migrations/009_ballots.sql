-- Votes of the alliance: a vote belongs to a membership, whoever sits for it (clauses 32 and 33).
create table ballots (
  id bigint generated always as identity primary key,
  -- Taken at the meeting of this item; between meetings it may hang on none.
  item_id bigint references agenda_items,
  by_correspondence boolean not null default false,
  -- What it would amend is voted on after it, in the words that it gives where it is carried.
  amends_id bigint references ballots,
  -- The version of what it amends that its words were written against.
  amends_version integer,
  amended_words text check (amended_words <> ''),
  position integer not null default 1 check (position > 0),
  asks text not null check (asks in ('motion', 'election')),
  manner text not null check (manner in ('hands', 'named', 'secret')),
  question text not null check (question <> ''),
  explanation text check (explanation <> ''),
  counting text check (counting in ('first past the post', 'alternative vote')),
  majority text check (majority in ('simple', 'more than half of all', 'two thirds of votes cast', 'two thirds of those present', 'two thirds of all')),
  may_change boolean not null default true,
  -- The change to the agreement that it decides on.
  proposal_id bigint references proposals,
  proposed_by bigint references people,
  membership_id bigint references memberships,
  drafted_at timestamptz not null default now(),
  -- Put to the vote by whoever keeps it, rather than only proposed; declined with why.
  accepted_at timestamptz,
  -- From this moment schools that cannot come to the meeting vote beforehand.
  absent_from timestamptz,
  -- Between meetings: the window, within which it opens and closes by itself.
  opens_at timestamptz,
  closes_at timestamptz,
  opened_at timestamptz,
  opened_by bigint references people,
  -- The quorum as it was when the vote opened, and whether abstentions are votes cast by the terms of that day.
  needed integer,
  represented integer,
  abstentions_cast boolean,
  closed_at timestamptz,
  closed_by bigint references people,
  cancelled_at timestamptz,
  cancelled_by bigint references people,
  cancelled_why text check (cancelled_why <> ''),
  -- A tie is decided by a lot that can be checked: the seed is promised by its digest when the vote opens, and told
  -- after words were said in the room that nobody could know before.
  lot_seed bytea,
  lot_promise text,
  lot_words text check (lot_words <> ''),
  lot_by bigint references people,
  lot_at timestamptz,
  -- Of a secret vote: the digest of the list that was published.
  digest text,
  -- When the heads were written to that it is open to them, and when those were who had not voted a day before its close.
  told_at timestamptz,
  reminded_at timestamptz,
  version integer not null default 1,
  check (item_id is not null or by_correspondence),
  check ((asks = 'election') = (counting is not null) and (asks = 'motion') = (majority is not null)),
  check (amends_id is null or (asks = 'motion' and amended_words is not null)),
  check (not by_correspondence or (manner <> 'hands' and absent_from is null and majority is distinct from 'two thirds of those present')),
  check (asks = 'motion' or manner <> 'hands'),
  check (opens_at < closes_at),
  check ((opened_at is null) = (needed is null) and (opened_at is null) = (represented is null)),
  check (closed_at is null or (opened_at is not null and opened_at <= closed_at)),
  check (cancelled_at is null or (closed_at is null and cancelled_why is not null)),
  check ((lot_words is null) = (lot_at is null) and (lot_words is null or closed_at is not null))
);
create index ballots_item on ballots (item_id);
create index ballots_amends on ballots (amends_id);
create index ballots_proposal on ballots (proposal_id);
create index ballots_running on ballots (closes_at) where closed_at is null and cancelled_at is null;
comment on table ballots is 'personal: who proposed, opened and closed; kept: life of the alliance';

-- Whom one may be elected of.
create table ballot_options (
  id bigint generated always as identity primary key,
  ballot_id bigint not null references ballots,
  position integer not null check (position > 0),
  words text not null check (words <> ''),
  person_id bigint references people,
  unique (ballot_id, position)
);
comment on table ballot_options is 'personal: candidates; kept: life of the alliance';

-- Who may vote: every membership as it stood when the vote opened, and how it took part. A membership takes part once.
create table ballot_electors (
  ballot_id bigint not null references ballots,
  membership_id bigint not null references memberships,
  -- Represented in the room when the vote opened, and by whom.
  present boolean not null,
  person_id bigint references people,
  capacity text,
  -- Outside the vote and every sum of it: who speaks for it declared an interest in the item.
  excluded boolean not null default false,
  took text check (took in ('vote', 'paper')),
  primary key (ballot_id, membership_id),
  unique (ballot_id, membership_id, took)
);
create index ballot_electors_membership on ballot_electors (membership_id);
comment on table ballot_electors is 'personal: who sat for a school; kept: life of the alliance';

-- One vote per school per ballot: the key. What is chosen is 'for', 'against' or 'abstain', or the ids of options in
-- the order of preference, joined by '>'.
create table votes (
  ballot_id bigint not null,
  membership_id bigint not null,
  took text not null default 'vote' check (took = 'vote'),
  choice text not null check (choice ~ '^(for|against|abstain|\d+(>\d+)*)$'),
  reason text check (reason <> ''),
  how text not null check (how in ('page', 'mail', 'hands', 'phone')),
  -- Nobody where the clerk counted hands.
  cast_by bigint references people,
  -- The clerk who wrote it down, and on whose word.
  recorded_by bigint references people,
  source text check (source <> ''),
  cast_at timestamptz not null default clock_timestamp(),
  version integer not null default 1,
  primary key (ballot_id, membership_id),
  foreign key (ballot_id, membership_id, took) references ballot_electors (ballot_id, membership_id, took),
  check ((how in ('hands', 'phone')) = (recorded_by is not null)),
  check (how <> 'phone' or source is not null)
);
comment on table votes is 'personal: who voted for a school; kept: life of the alliance';

-- What a vote was before it was changed.
create table former_votes (
  ballot_id bigint not null,
  membership_id bigint not null,
  version integer not null,
  choice text not null,
  how text not null,
  cast_by bigint references people,
  recorded_by bigint references people,
  source text,
  cast_at timestamptz not null,
  primary key (ballot_id, membership_id, version),
  foreign key (ballot_id, membership_id) references votes
);
comment on table former_votes is 'personal: who voted for a school; kept: life of the alliance';

-- The key by which the voting papers of a secret ballot are signed; its private half is forgotten when it closes.
create table ballot_keys (
  ballot_id bigint primary key references ballots,
  public_key bytea not null,
  private_key bytea,
  -- The files of the tables were written anew since it was forgotten, so that they do not hold it either.
  swept boolean not null default false
);
create index ballot_keys_unswept on ballot_keys (ballot_id) where not swept;
comment on table ballot_keys is 'personal: none; kept: life of the alliance, the private half until the vote closes';

-- A school that took a voting paper of a secret ballot: signed blind, so that nothing here leads to the paper in the box.
-- What was signed stands here until the close, to be signed again for a phone that lost the answer. No moment does.
create table ballot_papers (
  ballot_id bigint not null,
  membership_id bigint not null,
  took text not null default 'paper' check (took = 'paper'),
  person_id bigint references people,
  blinded bytea,
  primary key (ballot_id, membership_id),
  foreign key (ballot_id, membership_id, took) references ballot_electors (ballot_id, membership_id, took)
);
comment on table ballot_papers is 'personal: who took a paper for a school; kept: life of the alliance, what was signed until the vote closes';

-- The box of a secret ballot while it is open, and what lay in it, in the order of the receipts, once it is closed.
-- Neither says when a paper came, from whom, or after which.
create table ballot_box (
  ballot_id bigint not null references ballots,
  token bytea not null,
  signature bytea not null,
  choice text not null,
  proof bytea not null,
  primary key (ballot_id, token)
);
comment on table ballot_box is 'personal: none that can be told; kept: until the vote closes';
create table counted_papers (
  ballot_id bigint not null references ballots,
  receipt text not null,
  token bytea not null,
  signature bytea not null,
  choice text not null,
  proof bytea not null,
  primary key (ballot_id, receipt),
  unique (ballot_id, token)
);
comment on table counted_papers is 'personal: none that can be told; kept: life of the alliance';
-- The names under which schools stand in the list that was published of a secret vote; a school is called otherwise
-- later, and the digest of the list is not.
create table published_names (
  ballot_id bigint not null references ballots,
  membership_id bigint not null references memberships,
  school text not null,
  primary key (ballot_id, membership_id)
);
comment on table published_names is 'personal: none; kept: life of the alliance';

-- Why the minority voted as it did, in its own words: it stands with the decision.
create table ballot_statements (
  id bigint generated always as identity primary key,
  ballot_id bigint not null references ballots,
  membership_id bigint not null references memberships,
  person_id bigint not null references people,
  words text not null check (words <> ''),
  said_at timestamptz not null default now(),
  version integer not null default 1,
  unique (ballot_id, membership_id)
);
comment on table ballot_statements is 'personal: who wrote for a school; kept: life of the alliance';

alter table decisions add column ballot_id bigint unique references ballots;

-- What schools said of their own votes stands in the minutes as a part of its own, which the public is not given.
alter table minute_edition_parts drop constraint minute_edition_parts_kind_check,
  add constraint minute_edition_parts_kind_check check (kind in ('front', 'attendance', 'names', 'item', 'feedback',
    'reporters', 'minute', 'decisions', 'statements', 'actions', 'owners', 'interests', 'part b'));
update minute_redactions set withheld = withheld || ' statements', version = version + 1 where audience = 'public';

-- Whoever counts, and nobody else: not the office, which sees everything but this.
create function counts() returns boolean language sql stable as $$
  select 'the count' = any (string_to_array(coalesce(current_setting('viewer.sees', true), ''), ','))
$$;

-- A vote is taken while its ballot is open, and not a moment longer. Whoever closes it waits for those who are at it,
-- and whoever comes after finds it closed. As the owner: who puts a paper into a secret box is nobody.
create function vote_while_open() returns trigger language plpgsql security definer as $$
begin
  perform from ballots where id = new.ballot_id and closed_at is null and cancelled_at is null
    and (opened_at is not null or absent_from is not null)
    and (closes_at is null or clock_timestamp() < closes_at) for share;
  if not found then
    raise exception 'the ballot is not open' using errcode = 'check_violation', constraint = 'ballots_open';
  end if;
  return new;
end $$;
create trigger a_while_open before insert or update on votes for each row execute function vote_while_open();
-- The count writes who took a paper down anew, in the order of the schools.
create trigger a_while_open before insert on ballot_papers for each row when (coalesce(current_setting('ballot_papers.rewritten', true), '') <> 'yes') execute function vote_while_open();
create trigger a_while_open before insert or update on ballot_box for each row execute function vote_while_open();

-- A membership takes part once, by a vote or by a secret paper: of two at once the second finds that it has.
create function take_part() returns trigger language plpgsql security definer as $$
begin
  update ballot_electors set took = new.took
    where ballot_id = new.ballot_id and membership_id = new.membership_id and took is null and not excluded;
  if not found then
    raise exception 'the school has taken part, or may not' using errcode = 'unique_violation', constraint = 'ballot_electors_once';
  end if;
  return new;
end $$;
create trigger b_take_part before insert on votes for each row execute function take_part();
create trigger b_take_part before insert on ballot_papers for each row when (coalesce(current_setting('ballot_papers.rewritten', true), '') <> 'yes') execute function take_part();

create function keep_former_vote() returns trigger language plpgsql security definer as $$
begin
  insert into former_votes values (old.ballot_id, old.membership_id, old.version, old.choice, old.how, old.cast_by,
    old.recorded_by, old.source, old.cast_at);
  return new;
end $$;
create trigger c_keep_former before update on votes for each row execute function keep_former_vote();

-- What is counted is never unmade.
create function refuse_recount() returns trigger language plpgsql as $$
begin
  raise exception 'a vote that was counted stays' using errcode = 'check_violation', constraint = 'ballots_counted';
end $$;
create trigger counted before delete or truncate on votes for each statement execute function refuse_recount();
create trigger counted before update or delete or truncate on counted_papers for each statement execute function refuse_recount();
create trigger counted before update or delete or truncate on published_names for each statement execute function refuse_recount();
create trigger counted before update or delete or truncate on former_votes for each statement execute function refuse_recount();
-- The question, what decides it and who may vote are settled when it opens; what was closed or cancelled stays so.
create function settle_ballot() returns trigger language plpgsql as $$
begin
  if (old.opened_at is not null or old.absent_from is not null) and (new.question, new.asks, new.manner, new.counting, new.majority, new.may_change,
      new.by_correspondence, new.amends_id, new.item_id, new.closes_at)
    is distinct from (old.question, old.asks, old.manner, old.counting, old.majority, old.may_change,
      old.by_correspondence, old.amends_id, old.item_id, old.closes_at)
    or old.opened_at is not null and (new.opened_at, new.needed, new.represented, new.lot_promise, new.lot_seed, new.abstentions_cast)
      is distinct from (old.opened_at, old.needed, old.represented, old.lot_promise, old.lot_seed, old.abstentions_cast)
    or old.closed_at is not null and new.closed_at is distinct from old.closed_at
    or old.cancelled_at is not null and new.cancelled_at is distinct from old.cancelled_at
    or old.lot_words is not null and new.lot_words is distinct from old.lot_words then
    raise exception 'what a vote was opened on stays' using errcode = 'check_violation', constraint = 'ballots_settled';
  end if;
  return new;
end $$;
create trigger settled before update on ballots for each row execute function settle_ballot();

-- A ballot is read as its item is, and what hangs on it as the ballot.
alter table ballots enable row level security;
create policy as_the_item on ballots using (item_id is null or exists (select from agenda_items i where i.id = item_id));
do $$
declare
  hanging text;
begin
  foreach hanging in array array['ballot_options', 'ballot_electors', 'votes', 'former_votes', 'counted_papers', 'published_names', 'ballot_statements'] loop
    execute format('alter table %I enable row level security', hanging);
    execute format('create policy as_the_ballot on %I using (exists (select from ballots b where b.id = ballot_id))', hanging);
  end loop;
end $$;
-- The box, the keys and who took which paper are for the count alone, and not for the office, which sees all else; each
-- sees their own paper, to take it up again.
alter table ballot_box enable row level security;
create policy the_count on ballot_box using ((select counts()));
alter table ballot_keys enable row level security;
create policy the_count on ballot_keys using ((select counts()));
alter table ballot_papers enable row level security;
create policy the_count on ballot_papers using ((select counts()) or person_id = (select viewer_person()));

drop policy as_the_row on revisions;
create policy as_the_row on revisions for select using (
  (select viewer_sees('everything'))
  or case
    when table_name = 'support_visits' then (select viewer_sees('support'))
    when table_name = 'reading_tests' then false
    when table_name = 'agenda_items' then exists (select from agenda_items i where i.id = row_id)
    when table_name in ('papers', 'item_minutes', 'decisions', 'meeting_actions', 'item_interests')
      then exists (select from agenda_items i where i.id = (before ->> 'item_id')::bigint)
    when table_name in ('ballots', 'ballot_statements')
      then exists (select from ballots b where b.id = coalesce((before ->> 'ballot_id')::bigint, row_id))
    else true
  end
);

-- What is voted on at a meeting is found by its words, as the rest of the meeting is, once it is put to the vote.
alter table meeting_words drop constraint meeting_words_source_check, add constraint meeting_words_source_check
  check (source in ('item', 'paper', 'minute', 'decision', 'action', 'feedback', 'ballot'));
create function keep_ballot_words() returns trigger language plpgsql security definer as $$
begin
  delete from meeting_words where source = 'ballot' and row_id = old.id;
  if tg_op = 'DELETE' then return null; end if;
  if new.accepted_at is null or new.cancelled_at is not null then return null; end if;
  insert into meeting_words select 'ballot', new.id, meeting_id, id,
    setweight(to_tsvector('english', new.question), 'A') || to_tsvector('english', coalesce(new.explanation, ''))
    from agenda_items where id = new.item_id;
  return null;
end $$;
create trigger words after insert or delete or update of item_id, question, explanation, accepted_at, cancelled_at on ballots
  for each row execute function keep_ballot_words();

-- Pages that are open on a ballot, or on its meeting, hear that something of it changed, and nothing of what.
create function tell_of_ballot() returns trigger language plpgsql security definer set search_path from current as $$
declare
  meeting bigint;
begin
  perform pg_notify(tg_table_schema || '_live', 'ballots/' || new.id);
  select meeting_id into meeting from agenda_items where id = new.item_id;
  if meeting is not null then perform pg_notify(tg_table_schema || '_live', 'meetings/' || meeting); end if;
  return null;
end $$;
create trigger tell after insert or update on ballots for each row execute function tell_of_ballot();
-- How many have taken part, as it goes.
create function tell_of_part() returns trigger language plpgsql as $$
begin
  perform pg_notify(tg_table_schema || '_live', 'ballots/' || new.ballot_id);
  return null;
end $$;
create trigger tell after update on ballot_electors for each row execute function tell_of_part();

-- Who holds a seat, and whether there is a quorum, changes with the register of the meeting.
create function tell_ballots() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform pg_notify(tg_table_schema || '_live', 'ballots/' || b.id) from ballots b join agenda_items i on i.id = b.item_id
    where i.meeting_id = (case when tg_table_name = 'meetings' then to_jsonb(new) ->> 'id'
        else coalesce(to_jsonb(new), to_jsonb(old)) ->> 'meeting_id' end)::bigint
      and b.closed_at is null and b.cancelled_at is null;
  return null;
end $$;
create trigger tell_ballots after insert or update or delete on attendances for each row execute function tell_ballots();
create trigger tell_ballots after update of began_at, ended_at on meetings for each row execute function tell_ballots();

-- What runs as the owner finds our own tables only, and none that a session made for itself.
do $$
declare
  owners record;
begin
  for owners in select oid::regprocedure as name from pg_proc where prosecdef and pronamespace = current_schema::regnamespace loop
    execute format('alter function %s set search_path = %I, public, pg_temp', owners.name, current_schema);
  end loop;
end $$;
