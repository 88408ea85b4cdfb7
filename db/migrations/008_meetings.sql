-- Groups: who belongs to them from when to when, and who speaks for the alliance in them.
alter table groups drop constraint groups_kind_check;
alter table groups add constraint groups_kind_check
  check (kind in ('board', 'ssig', 'hub', 'hub leads', 'working group', 'panel', 'outside body'));
alter table groups add column purpose text, add column exam_board text,
  -- Where its representatives report back; the board where nothing is said.
  add column reports_to bigint references groups,
  -- Since when its lead leads it; not known where nothing is said.
  add column lead_from date;

-- Who led a group before its present lead.
create table group_leads (
  id bigint generated always as identity primary key,
  group_id bigint not null references groups,
  person_id bigint not null references people,
  from_on date,
  to_on date not null,
  version integer not null default 1,
  check (from_on is null or to_on >= from_on)
);
create index group_leads_group on group_leads (group_id);
create index group_leads_person on group_leads (person_id);
comment on table group_leads is 'personal: who led which group; kept: 6 years';

-- Every lead there was and is, each from–to.
create view group_lead_spells with (security_invoker = true) as
  select group_id, person_id, from_on, to_on from group_leads
  union all
  select id, lead_id, lead_from, null from groups where lead_id is not null;

-- Files of a year name another lead without saying since when.
create function lead_since_unknown() returns trigger language plpgsql as $$
begin
  if new.lead_id is distinct from old.lead_id and new.lead_from is not distinct from old.lead_from then
    new.lead_from := null;
  end if;
  return new;
end $$;
create trigger lead_since before update of lead_id on groups for each row execute function lead_since_unknown();

create table group_members (
  id bigint generated always as identity primary key,
  group_id bigint not null references groups,
  person_id bigint not null references people,
  membership_id bigint references memberships,
  -- A representative speaks for the alliance there; a member for their school or themselves.
  part text not null check (part in ('member', 'representative', 'chair', 'clerk', 'deputy lead', 'observer')),
  from_on date not null,
  to_on date,
  note text,
  version integer not null default 1,
  check (to_on is null or to_on >= from_on),
  constraint group_members_overlap exclude using gist (group_id with =, person_id with =, part with =,
    coalesce(membership_id, 0) with =, daterange(from_on, to_on, '[]') with &&)
);
create index group_members_person on group_members (person_id);
create index group_members_membership on group_members (membership_id);
comment on table group_members is 'personal: who serves where; kept: 6 years';

-- Who was put forward for a group, or offered to serve on any that needs them.
create table nominations (
  id bigint generated always as identity primary key,
  group_id bigint references groups,
  person_id bigint not null references people,
  membership_id bigint references memberships,
  words text not null default '',
  nominated_by bigint not null references people,
  nominated_on date not null,
  outcome text check (outcome in ('appointed', 'declined', 'withdrawn')),
  outcome_reason text,
  decided_by bigint references people,
  decided_on date,
  version integer not null default 1,
  check ((outcome is null) = (decided_on is null))
);
create unique index nominations_open on nominations (coalesce(group_id, 0), person_id, coalesce(membership_id, 0))
  where outcome is null;
create index nominations_membership on nominations (membership_id);
comment on table nominations is 'personal: who was nominated; kept: 6 years';

alter table meetings
  add column chair_id bigint references people,
  add column clerk_id bigint references people,
  -- Where it is joined from afar.
  add column link text,
  add column agenda_issued_at timestamptz,
  add column agenda_issued_by bigint references people,
  -- Why it went out with less notice than the heads agreed on, and when anything of it last changed.
  add column agenda_late_reason text,
  add column agenda_changed_at timestamptz,
  add column began_at timestamptz,
  add column ended_at timestamptz,
  -- What a phone shows to prove that it is in the room.
  add column door_code text,
  -- How often what calendars hold of it has changed (RFC 5546).
  add column sequence integer not null default 0;

-- The register: everybody in the capacity in which they were there.
alter table attendances drop constraint attendances_capacity_check;
alter table attendances add constraint attendances_capacity_check check (capacity in ('head', 'acting head', 'deputy',
  'representative', 'observer', 'authority officer', 'guest', 'apologies', 'absent'));
alter table attendances
  add column guest_name text,
  add column arrived time,
  add column departed time,
  -- Why somebody observes who came to hold a seat, in a sentence.
  add column why text,
  add column how text check (how in ('clerk', 'phone', 'named')),
  add column checked_in_at timestamptz;
alter table attendances drop constraint attendances_meeting_id_urn_person_id_key;
alter table attendances add constraint attendances_meeting_id_urn_person_id_key
  unique nulls not distinct (meeting_id, urn, person_id, guest_name);
create index attendances_person on attendances (person_id);

-- Whom a head sends in their place (clause 32).
create table deputy_namings (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  membership_id bigint not null references memberships,
  person_id bigint not null references people,
  named_by bigint not null references people,
  named_at timestamptz not null default now(),
  how text not null check (how in ('page', 'mail', 'clerk')),
  withdrawn_at timestamptz,
  version integer not null default 1
);
create unique index deputy_namings_one on deputy_namings (meeting_id, membership_id) where withdrawn_at is null;
comment on table deputy_namings is 'personal: who stood in for whom; kept: 6 years';

-- A letter by which somebody acts as head; it must be dated before the meeting.
create table acting_letters (
  id bigint generated always as identity primary key,
  membership_id bigint not null references memberships,
  person_id bigint not null references people,
  dated_on date not null,
  from_on date not null,
  to_on date,
  recorded_by bigint references people,
  recorded_at timestamptz not null default now(),
  version integer not null default 1,
  check (to_on is null or to_on >= from_on)
);
create index acting_letters_membership on acting_letters (membership_id);
comment on table acting_letters is 'personal: who acts as head; kept: 6 years';

-- A further deputising that was allowed, by which decision.
create table deputy_waivers (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  membership_id bigint not null references memberships,
  decision text not null check (decision <> ''),
  reason text not null check (reason <> ''),
  recorded_by bigint references people,
  recorded_at timestamptz not null default now(),
  version integer not null default 1,
  constraint deputy_waivers_once unique (meeting_id, membership_id)
);
comment on table deputy_waivers is 'personal: who recorded it; kept: 6 years';

-- The agenda.
create table agenda_items (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  position integer not null,
  kind text not null check (kind in ('welcome', 'declarations', 'minutes', 'matters arising', 'actions', 'feedback', 'report',
    'consultation', 'decision', 'other business', 'dates')),
  title text not null check (title <> ''),
  purpose text not null default '',
  owner_id bigint references people,
  minutes integer check (minutes between 1 and 600),
  -- Confidential (clause 34): read by the group's own members, or by those named alone.
  part_b boolean not null default false,
  audience text not null default 'members' check (audience in ('members', 'named')),
  -- The item of an earlier meeting that it takes up.
  follows_id bigint references agenda_items on delete set null,
  state text not null default 'accepted' check (state in ('proposed', 'accepted', 'declined', 'withdrawn')),
  state_reason text,
  proposed_by bigint references people,
  membership_id bigint references memberships,
  added_at timestamptz not null default now(),
  version integer not null default 1
);
create index agenda_items_meeting on agenda_items (meeting_id, position);
create index agenda_items_follows on agenda_items (follows_id) where follows_id is not null;
comment on table agenda_items is 'personal: who proposed and owns an item; kept: life of the alliance';

-- Named readers of a confidential item, and those from whom it is withheld.
create table item_readers (
  item_id bigint not null references agenda_items on delete cascade,
  person_id bigint not null references people,
  may boolean not null,
  reason text,
  given_by bigint references people,
  given_at timestamptz not null default now(),
  primary key (item_id, person_id)
);
create index item_readers_person on item_readers (person_id);
comment on table item_readers is 'personal: who may read what; kept: life of the alliance';

-- Standing declarations of interest, and those made on one item. Who declared on an item has no part in it.
create table interests (
  id bigint generated always as identity primary key,
  person_id bigint not null references people,
  membership_id bigint references memberships,
  words text not null check (words <> ''),
  from_on date not null,
  to_on date,
  declared_at timestamptz not null default now(),
  version integer not null default 1,
  check (to_on is null or to_on >= from_on)
);
create index interests_person on interests (person_id);
comment on table interests is 'personal: interests; kept: 6 years';

create table item_interests (
  id bigint generated always as identity primary key,
  item_id bigint not null references agenda_items on delete cascade,
  person_id bigint not null references people,
  membership_id bigint references memberships,
  words text not null check (words <> ''),
  left_room boolean not null default true,
  declared_at timestamptz not null default now(),
  recorded_by bigint references people,
  version integer not null default 1,
  constraint item_interests_once unique nulls not distinct (item_id, person_id, membership_id)
);
comment on table item_interests is 'personal: interests; kept: life of the alliance, with the minutes';

create table papers (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  item_id bigint not null references agenda_items on delete cascade,
  title text not null check (title <> ''),
  -- What it says, for whoever does not open the file.
  summary text not null default '',
  -- Typed here, or a file.
  words text,
  name text,
  type text,
  size integer,
  digest text,
  scanned text check (scanned in ('clean', 'not scanned')),
  added_by bigint references people,
  added_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  version integer not null default 1,
  check (num_nonnulls(words, name) = 1),
  check (num_nonnulls(name, type, size, digest, scanned) in (0, 5))
);
create index papers_item on papers (item_id);
create index papers_meeting on papers (meeting_id);
comment on table papers is 'personal: as the paper; kept: life of the alliance';

-- What is in a paper's file, apart from it so that neither a list nor a correction carries it along.
create table paper_contents (
  paper_id bigint primary key references papers on delete cascade,
  content bytea not null,
  -- The words of each page of a PDF, so that they need not be read out of it again.
  page_texts text[]
);
comment on table paper_contents is 'personal: as the paper; kept: life of the alliance';

-- To whom the pack was sent, and who opened what of it.
create table circulations (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  person_id bigint not null references people,
  circulated_at timestamptz not null default now()
);
create index circulations_meeting on circulations (meeting_id);
comment on table circulations is 'personal: who was sent what; kept: 6 years';

create table item_openings (
  id bigint generated always as identity primary key,
  item_id bigint not null references agenda_items on delete cascade,
  person_id bigint not null references people,
  what text not null check (what in ('item', 'paper', 'pack', 'minutes', 'search', 'decision', 'edition')),
  -- Whether it was confidential when it was opened.
  part_b boolean not null,
  opened_at timestamptz not null default now()
);
create index item_openings_item on item_openings (item_id);
create index item_openings_person on item_openings (person_id);
comment on table item_openings is 'personal: who read what; kept: 6 years';

-- Each time an item was marked confidential, or its marking was taken back.
create table item_markings (
  id bigint generated always as identity primary key,
  item_id bigint not null references agenda_items on delete cascade,
  part_b boolean not null,
  reason text not null,
  -- Whether its papers had gone out by then.
  circulated boolean not null,
  marked_by bigint references people,
  marked_at timestamptz not null default now()
);
create index item_markings_item on item_markings (item_id);
comment on table item_markings is 'personal: who marked it; kept: life of the alliance';

-- Minutes, written item by item; decisions and actions stand beside them.
create table minutes (
  id bigint generated always as identity primary key,
  meeting_id bigint not null unique references meetings on delete cascade,
  state text not null default 'writing' check (state in ('writing', 'with the chair', 'circulated', 'approved', 'signed')),
  -- Since when they are in this state.
  moved_on date,
  -- What the chair asked to be put right.
  chair_asks text,
  circulated_on date,
  approved_meeting_id bigint references meetings,
  approved_on date,
  -- What was changed before they were approved, as the approving meeting said it.
  amendments text,
  version integer not null default 1
);
comment on table minutes is 'personal: none; kept: life of the alliance';

create table item_minutes (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  item_id bigint not null unique references agenda_items on delete cascade,
  words text not null default '',
  written_by bigint references people,
  written_at timestamptz not null default now(),
  version integer not null default 1
);
create index item_minutes_meeting on item_minutes (meeting_id);
comment on table item_minutes is 'personal: as the minutes; kept: life of the alliance';

create table decisions (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  item_id bigint not null references agenda_items on delete cascade,
  -- Known by this for good: 2026-27/14.
  number text not null,
  words text not null check (words <> ''),
  -- What it means for a school, what it costs each, and from when or by when.
  means text,
  pence integer check (pence >= 0),
  takes_effect_on date,
  recorded_by bigint references people,
  recorded_at timestamptz not null default now(),
  version integer not null default 1,
  constraint decisions_number unique (number)
);
create index decisions_meeting on decisions (meeting_id);
create index decisions_item on decisions (item_id);
comment on table decisions is 'personal: none; kept: life of the alliance';

-- What somebody undertook. The post is kept beside the person, so that it passes on with it.
create table meeting_actions (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  item_id bigint not null references agenda_items on delete cascade,
  words text not null check (words <> ''),
  owner_id bigint not null references people,
  owner_post text not null,
  owner_membership_id bigint references memberships,
  -- The group, where the post is to lead it.
  owner_group_id bigint references groups,
  due_meeting_id bigint references meetings on delete set null,
  due_on date,
  closed_on date,
  closed_by bigint references people,
  outcome text,
  recorded_by bigint references people,
  recorded_at timestamptz not null default now(),
  version integer not null default 1,
  check ((closed_on is null) = (outcome is null))
);
create index meeting_actions_meeting on meeting_actions (meeting_id);
create index meeting_actions_item on meeting_actions (item_id);
create index meeting_actions_open on meeting_actions (owner_id) where closed_on is null;
comment on table meeting_actions is 'personal: who undertook what; kept: life of the alliance';

-- How far an action has come, in its owner's words.
create table action_notes (
  id bigint generated always as identity primary key,
  action_id bigint not null references meeting_actions on delete cascade,
  words text not null check (words <> ''),
  said_by bigint references people,
  said_on date not null
);
create index action_notes_action on action_notes (action_id);
comment on table action_notes is 'personal: who said it; kept: life of the alliance';

-- The minutes as they were approved, and each correction after. The digest is over the digests of all their parts, so
-- that an edition without the confidential ones is known to belong to the whole.
create table minute_editions (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  number integer not null check (number > 0),
  reason text,
  digest text not null,
  made_by bigint references people,
  made_at timestamptz not null default now(),
  constraint minute_editions_once unique (meeting_id, number)
);
comment on table minute_editions is 'personal: who made it; kept: life of the alliance';

create table minute_edition_parts (
  id bigint generated always as identity primary key,
  edition_id bigint not null references minute_editions on delete cascade,
  position integer not null,
  kind text not null check (kind in ('front', 'attendance', 'names', 'item', 'feedback', 'reporters', 'minute',
    'decisions', 'actions', 'owners', 'interests', 'part b')),
  digest text not null,
  constraint minute_edition_parts_once unique (edition_id, position)
);
comment on table minute_edition_parts is 'personal: none; kept: life of the alliance';

-- The words of a part, with the random number that keeps its digest from being guessed at.
create table minute_edition_texts (
  id bigint generated always as identity primary key,
  part_id bigint not null unique references minute_edition_parts on delete cascade,
  item_id bigint references agenda_items,
  nonce text not null,
  content text not null
);
create index minute_edition_texts_item on minute_edition_texts (item_id);
comment on table minute_edition_texts is 'personal: as the minutes; kept: life of the alliance';

-- The chair's signature of one edition, by its digest. A correction makes an edition that is signed by itself.
create table minute_signatures (
  id bigint generated always as identity primary key,
  edition_id bigint not null unique references minute_editions on delete cascade,
  person_id bigint not null references people,
  name text not null,
  digest text not null,
  proof text not null check (proof in ('passkey', 'code')),
  signed_on date not null,
  signed_at timestamptz not null default now()
);
comment on table minute_signatures is 'personal: who signed; kept: life of the alliance';

-- Which kinds of part an edition leaves out for those who read less than all of it, where something else was said than
-- is usual.
create table minute_redactions (
  id bigint generated always as identity primary key,
  audience text not null unique check (audience in ('governors', 'public')),
  withheld text not null,
  version integer not null default 1
);
comment on table minute_redactions is 'personal: none; kept: life of the alliance';

-- What a representative reported back (clause 30), and at which meeting.
create table feedbacks (
  id bigint generated always as identity primary key,
  source_meeting_id bigint not null references meetings on delete cascade,
  person_id bigint not null references people,
  membership_id bigint references memberships,
  given_meeting_id bigint not null references meetings,
  words text not null check (words <> ''),
  given_by bigint references people,
  given_at timestamptz not null default now(),
  version integer not null default 1,
  constraint feedbacks_once unique (source_meeting_id, person_id)
);
create index feedbacks_given on feedbacks (given_meeting_id);
comment on table feedbacks is 'personal: who reported; kept: life of the alliance';

-- What a school tells those who govern it of a meeting (clause 7), and to which body it was given when.
create table briefings (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  membership_id bigint not null references memberships,
  words text not null,
  -- What the records gave when they were last asked, so that what changed in them since can be told from what was edited.
  drafted text not null default '',
  drafted_at timestamptz not null default now(),
  made_by bigint references people,
  made_at timestamptz not null default now(),
  version integer not null default 1,
  constraint briefings_once unique (meeting_id, membership_id)
);
create index briefings_membership on briefings (membership_id);
comment on table briefings is 'personal: who wrote it; kept: 6 years';

create table briefing_givings (
  id bigint generated always as identity primary key,
  membership_id bigint not null references memberships,
  briefing_id bigint references briefings on delete set null,
  body text not null check (body <> ''),
  body_kind text not null check (body_kind in ('governing body', 'board of trustees', 'local governing body', 'staff')),
  given_on date not null,
  how text not null check (how in ('meeting', 'mail', 'paper')),
  minute_reference text,
  recorded_by bigint references people,
  recorded_at timestamptz not null default now(),
  version integer not null default 1
);
create index briefing_givings_membership on briefing_givings (membership_id, given_on);
comment on table briefing_givings is 'personal: who recorded it; kept: 6 years';

-- Invitations as calendars know them (RFC 5546), and what was answered.
create table invitations (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  person_id bigint not null references people,
  -- Whoever was left out or taken off stays here, so that their calendar can be told and nobody invites them by mistake.
  wanted boolean not null default true,
  -- The last that was sent, to which address, and what it said of the meeting; nothing as long as none was.
  uid text,
  sequence integer,
  method text check (method in ('REQUEST', 'CANCEL')),
  address text,
  said text,
  sent_at timestamptz,
  reply text check (reply in ('ACCEPTED', 'DECLINED', 'TENTATIVE')),
  -- To which sending it answers, and when their calendar made it (RFC 5546, 2.1.5).
  reply_sequence integer,
  reply_stamp timestamptz,
  replied_at timestamptz,
  version integer not null default 1,
  check (num_nulls(uid, sequence, method, address, said, sent_at) in (0, 6)),
  check (num_nulls(reply, reply_sequence, reply_stamp, replied_at) in (0, 4)),
  constraint invitations_once unique (meeting_id, person_id)
);
create index invitations_person on invitations (person_id);
create index invitations_uid on invitations (uid);
comment on table invitations is 'personal: who was invited and answered; kept: 6 years';

alter table mails add column calendar text, add column calendar_method text;

-- Mail that came in, so that none is taken twice; its text is not kept.
create table received_mails (
  id bigint generated always as identity primary key,
  message_id text not null unique,
  sender text not null,
  received_at timestamptz not null default now(),
  outcome text not null
);
comment on table received_mails is 'personal: address; kept: 90 days';

-- Secret addresses under which a calendar program reads the meetings of a person or a group.
create table feed_addresses (
  id bigint generated always as identity primary key,
  person_id bigint not null references people,
  group_id bigint references groups,
  name text not null,
  secret_digest text not null unique,
  made_at timestamptz not null default now(),
  read_at timestamptz,
  -- A digest of what it last said, and since when it says so: a calendar program that has it need not read it again.
  content_digest text,
  content_since timestamptz,
  revoked_at timestamptz
);
create index feed_addresses_person on feed_addresses (person_id);
comment on table feed_addresses is 'personal: who reads a feed; kept: until revoked + 90 days';

-- A hub's own: files of its resources and who used them, notes, reports to the hub leads, contributions.
alter table resources add column words text, add column licence text, add column membership_id bigint references memberships,
  add column shared_by bigint references people;
create table resource_files (
  id bigint generated always as identity primary key,
  resource_id bigint not null references resources on delete cascade,
  name text not null,
  type text not null,
  size integer not null,
  digest text not null,
  content bytea not null,
  scanned text not null check (scanned in ('clean', 'not scanned')),
  added_by bigint references people,
  added_at timestamptz not null default now()
);
create index resource_files_resource on resource_files (resource_id);
comment on table resource_files is 'personal: as the file; kept: life of the alliance';

create table resource_uses (
  id bigint generated always as identity primary key,
  resource_id bigint not null references resources on delete cascade,
  membership_id bigint references memberships,
  person_id bigint not null references people,
  used_on date not null,
  thanks text,
  constraint resource_uses_once unique nulls not distinct (resource_id, person_id, used_on)
);
create index resource_uses_membership on resource_uses (membership_id);
comment on table resource_uses is 'personal: who used it; kept: 6 years';

create table hub_notes (
  id bigint generated always as identity primary key,
  group_id bigint not null references groups,
  -- The meeting of which it tells, if of one.
  meeting_id bigint references meetings on delete set null,
  title text not null check (title <> ''),
  words text not null,
  written_by bigint references people,
  written_at timestamptz not null default now(),
  version integer not null default 1
);
create index hub_notes_group on hub_notes (group_id);
comment on table hub_notes is 'personal: who wrote it; kept: life of the alliance';

create table hub_reports (
  id bigint generated always as identity primary key,
  group_id bigint not null references groups,
  -- The meeting of hub leads for which it is written.
  meeting_id bigint not null references meetings on delete cascade,
  words text not null,
  sent_at timestamptz,
  written_by bigint references people,
  written_at timestamptz not null default now(),
  version integer not null default 1,
  constraint hub_reports_once unique (group_id, meeting_id)
);
create index hub_reports_meeting on hub_reports (meeting_id);
comment on table hub_reports is 'personal: who wrote it; kept: life of the alliance';

create table hub_contributions (
  id bigint generated always as identity primary key,
  group_id bigint not null references groups,
  membership_id bigint not null references memberships,
  meeting_id bigint references meetings on delete set null,
  person_id bigint references people,
  kind text not null check (kind in ('hosted', 'presented', 'shared', 'led', 'other')),
  given_on date not null,
  words text not null default '',
  recorded_by bigint references people,
  version integer not null default 1
);
create index hub_contributions_group on hub_contributions (group_id);
create index hub_contributions_membership on hub_contributions (membership_id);
comment on table hub_contributions is 'personal: who gave it; kept: 6 years';

-- Who was asked to destroy what they had of an item before it was marked confidential, and who said that they did.
create table item_recalls (
  item_id bigint not null references agenda_items on delete cascade,
  meeting_id bigint not null references meetings on delete cascade,
  person_id bigint not null references people,
  asked_at timestamptz not null default now(),
  confirmed_at timestamptz,
  confirmed_by bigint references people,
  primary key (item_id, person_id),
  check ((confirmed_at is null) = (confirmed_by is null))
);
create index item_recalls_person on item_recalls (person_id) where confirmed_at is null;
comment on table item_recalls is 'personal: who had what; kept: life of the alliance';

-- What agendas, minutes and decisions say, as words to search. Kept by triggers, never by hand.
create table meeting_words (
  source text not null check (source in ('item', 'paper', 'minute', 'decision', 'action', 'feedback')),
  row_id bigint not null,
  meeting_id bigint not null references meetings on delete cascade,
  -- Nothing where it hangs on no item, and so cannot be confidential.
  item_id bigint references agenda_items on delete cascade,
  words tsvector not null,
  primary key (source, row_id)
);
create index meeting_words_meeting on meeting_words (meeting_id);
create index meeting_words_item on meeting_words (item_id);
create index meeting_words_words on meeting_words using gin (words);
comment on table meeting_words is 'personal: as the rows it is made from; kept: as those rows';

-- As the owner: whoever marks an item confidential may no longer read it when its words are written.
create function keep_meeting_words() returns trigger language plpgsql security definer as $$
declare
  item bigint;
  meeting bigint;
  heading text := '';
  body text;
begin
  delete from meeting_words where source = tg_argv[0] and row_id = old.id;
  if tg_op = 'DELETE' then return null; end if;
  if tg_argv[0] = 'feedback' then meeting := new.given_meeting_id; else meeting := new.meeting_id; end if;
  case tg_argv[0]
    when 'item' then item := new.id; heading := new.title; body := new.purpose;
    when 'paper' then
      if new.withdrawn_at is not null then return null; end if;
      item := new.item_id; heading := new.title; body := concat_ws(' ', new.summary, new.words,
      (select array_to_string(page_texts, ' ') from paper_contents where paper_id = new.id));
    when 'minute' then item := new.item_id; body := new.words;
    when 'decision' then item := new.item_id; heading := new.number; body := concat_ws(' ', new.words, new.means);
    when 'action' then item := new.item_id; body := concat_ws(' ', new.words, new.outcome);
    when 'feedback' then body := new.words;
  end case;
  insert into meeting_words values (tg_argv[0], new.id, meeting, item,
    setweight(to_tsvector('english', heading), 'A') || to_tsvector('english', left(body, 200000)));
  return null;
end $$;
create trigger words after insert or delete or update of meeting_id, title, purpose on agenda_items
  for each row execute function keep_meeting_words('item');
create trigger words after insert or delete or update of meeting_id, item_id, title, summary, words, withdrawn_at on papers
  for each row execute function keep_meeting_words('paper');
-- The words of a file come after its paper, and count as the paper's.
create function keep_page_words() returns trigger language plpgsql security definer as $$
begin
  update papers set title = title where id = new.paper_id;
  return null;
end $$;
create trigger words after insert or update of page_texts on paper_contents
  for each row when (new.page_texts is not null) execute function keep_page_words();
create trigger words after insert or delete or update of meeting_id, item_id, words on item_minutes
  for each row execute function keep_meeting_words('minute');
create trigger words after insert or delete or update of meeting_id, item_id, number, words, means on decisions
  for each row execute function keep_meeting_words('decision');
create trigger words after insert or delete or update of meeting_id, item_id, words, outcome on meeting_actions
  for each row execute function keep_meeting_words('action');
create trigger words after insert or delete or update of given_meeting_id, words on feedbacks
  for each row execute function keep_meeting_words('feedback');

-- What is confidential obeys its marking in the database too. Whatever hangs on an item is read as the item is.
create function viewer_groups() returns bigint[] language sql stable as $$
  select coalesce(string_to_array(nullif(current_setting('viewer.groups', true), ''), ','), '{}')::bigint[]
$$;

-- The meetings this person keeps: they chair it, write its minutes, or lead its groups; the other hubs that it is held
-- with may be led by others.
create function kept_meetings() returns setof bigint language sql stable as $$
  select id from meetings where chair_id = viewer_person() or clerk_id = viewer_person()
  union
  select meeting_id from meeting_groups g join groups on groups.id = g.group_id group by meeting_id
  having bool_or(groups.lead_id = viewer_person())
    and bool_and(groups.kind = 'hub' or groups.lead_id is not distinct from viewer_person())
$$;

-- The meetings of this person's own groups, and those whose register has them in a seat.
create function own_meetings() returns setof bigint language sql stable as $$
  select meeting_id from meeting_groups g join groups on groups.id = g.group_id
  where (groups.kind = 'board' and viewer_sees('heads')) or groups.lead_id = viewer_person()
    or (groups.kind <> 'board' and groups.id = any (viewer_groups()))
  union
  select meeting_id from attendances a where person_id = viewer_person() and case
    when exists (select from meeting_groups g join groups on groups.id = g.group_id
      where g.meeting_id = a.meeting_id and groups.kind = 'board') then capacity in ('head', 'acting head', 'deputy')
    -- Anybody may be passed the code of a door: where it gives no seat, it opens nothing that is confidential.
    else capacity in ('head', 'acting head', 'deputy', 'representative') and how is distinct from 'phone' end
$$;

-- The confidential items that this person may not read, worked out once in a statement. Whoever declared an interest,
-- or from whom it is withheld, does not read it, whatever else they are; the office, which keeps it all, does.
-- As the owner, since what it asks is itself bound by row security.
create function hidden_items() returns setof bigint language sql stable security definer as $$
  select i.id from agenda_items i where part_b and not viewer_sees('everything') and (
    id in (select item_id from item_readers where person_id = viewer_person() and not may)
    or id in (select item_id from item_interests where person_id = viewer_person())
    or not (
      coalesce(proposed_by = viewer_person(), false)
      or id in (select item_id from item_readers where person_id = viewer_person() and may)
      or meeting_id in (select kept_meetings())
      or (audience = 'members' and meeting_id in (select own_meetings()))))
$$;

-- Where these words are said, of what this person may read: as the owner, since under row security no index of words
-- can be asked. It tells where, and never the words.
create function places_saying(query tsquery)
  returns table (source text, row_id bigint, meeting_id bigint, item_id bigint) language sql stable security definer as $$
  select source, row_id, meeting_id, item_id from meeting_words
  where words @@ query and (item_id is null or item_id not in (select hidden_items()))
$$;

-- What is confidential in one meeting is not in another: a later item takes it up instead.
create function stay_in_meeting() returns trigger language plpgsql as $$
begin
  raise exception 'a confidential item stays in its meeting'
    using errcode = 'check_violation', constraint = 'agenda_items_confidential_stays';
end $$;
create trigger stays before update of meeting_id on agenda_items for each row
  when (old.part_b and new.meeting_id <> old.meeting_id) execute function stay_in_meeting();

create index agenda_items_confidential on agenda_items (meeting_id) where part_b;
-- Where the next item goes: after all others, those too that whoever adds it may not read.
create function last_position(meeting bigint) returns integer language sql stable security definer set search_path from current as $$
  select coalesce(max(position), 0) from agenda_items where meeting_id = meeting
$$;

-- An item's number on its agenda, counted over all that stand on it: the same for every reader.
create function item_number(item bigint) returns integer language sql stable security definer set search_path from current as $$
  select count(*)::integer from agenda_items i join agenda_items before on before.meeting_id = i.meeting_id
  where i.id = item and before.state = 'accepted' and (before.position, before.id) <= (i.position, i.id)
$$;

-- Whether anything of a meeting was marked confidential after this moment: whether, and not what, for every reader.
create function marked_since(meeting bigint, moment timestamptz) returns boolean language sql stable security definer set search_path from current as $$
  select exists (select from item_markings k join agenda_items i on i.id = k.item_id
    where i.meeting_id = meeting and k.part_b and k.marked_at > moment)
$$;

alter table agenda_items enable row level security;
create policy as_marked on agenda_items using (not part_b or id not in (select hidden_items()));
alter table papers enable row level security;
create policy as_the_item on papers using (exists (select from agenda_items i where i.id = item_id));
alter table paper_contents enable row level security;
create policy as_the_paper on paper_contents using (exists (select from papers p where p.id = paper_id));
alter table item_minutes enable row level security;
create policy as_the_item on item_minutes using (exists (select from agenda_items i where i.id = item_id));
alter table decisions enable row level security;
create policy as_the_item on decisions using (exists (select from agenda_items i where i.id = item_id));
alter table meeting_actions enable row level security;
create policy as_the_item on meeting_actions using (exists (select from agenda_items i where i.id = item_id));
alter table action_notes enable row level security;
create policy as_the_action on action_notes using (exists (select from meeting_actions a where a.id = action_id));
alter table item_readers enable row level security;
create policy as_the_item on item_readers using (exists (select from agenda_items i where i.id = item_id));
alter table meeting_words enable row level security;
create policy as_the_item on meeting_words for select
  using (item_id is null or exists (select from agenda_items i where i.id = item_id));
-- Written once, and never changed.
alter table item_markings enable row level security;
create policy as_the_item on item_markings for select using (exists (select from agenda_items i where i.id = item_id));
create policy written_once on item_markings for insert with check (exists (select from agenda_items i where i.id = item_id));
alter table minute_edition_texts enable row level security;
create policy as_the_item on minute_edition_texts
  using (item_id is null or exists (select from agenda_items i where i.id = item_id));
-- Who declared an interest in an item goes on seeing that they did, and cannot take it back to read it.
alter table item_interests enable row level security;
create policy own on item_interests for select using (person_id = (select viewer_person()));
create policy as_the_item on item_interests using (exists (select from agenda_items i where i.id = item_id));
-- Who opened what is for whoever keeps the item to know, and for each their own; nobody writes in another's name.
alter table item_openings enable row level security;
create policy keepers_and_own on item_openings for select using (
  (select viewer_sees('everything')) or person_id = (select viewer_person())
  or exists (select from agenda_items i where i.id = item_id and i.meeting_id in (select kept_meetings())));
create policy written_once on item_openings for insert with check (
  ((select viewer_sees('everything')) or person_id = (select viewer_person()))
  and exists (select from agenda_items i where i.id = item_id));
alter table item_recalls enable row level security;
create policy keepers_and_own on item_recalls using (
  (select viewer_sees('everything')) or person_id = (select viewer_person())
  or exists (select from agenda_items i where i.id = item_id and i.meeting_id in (select kept_meetings())));

drop policy as_the_row on revisions;
create policy as_the_row on revisions for select using (
  (select viewer_sees('everything'))
  or case
    when table_name = 'support_visits' then (select viewer_sees('support'))
    when table_name = 'reading_tests' then false
    when table_name = 'agenda_items' then exists (select from agenda_items i where i.id = row_id)
    when table_name in ('papers', 'item_minutes', 'decisions', 'meeting_actions', 'item_interests')
      then exists (select from agenda_items i where i.id = (before ->> 'item_id')::bigint)
    else true
  end
);
create policy all_are_written on revisions for insert with check (true);
create policy office_changes on revisions for update using ((select viewer_sees('everything')));
create policy office_removes on revisions for delete using ((select viewer_sees('everything')));

-- What runs as the owner finds our own tables only, and none that a session made for itself.
do $$
declare
  owners record;
begin
  for owners in select oid::regprocedure as name from pg_proc where prosecdef and pronamespace = current_schema::regnamespace loop
    execute format('alter function %s set search_path = %I, public, pg_temp', owners.name, current_schema);
  end loop;
end $$;

-- Pages that are open on a meeting hear that something of it changed, and nothing of what.
create function tell_of_meeting() returns trigger language plpgsql as $$
begin
  perform pg_notify(tg_table_schema || '_live', 'meetings/' || (case when tg_op = 'DELETE' then old.meeting_id else new.meeting_id end));
  return null;
end $$;
create trigger tell after insert or update or delete on attendances for each row execute function tell_of_meeting();
create trigger tell after insert or update or delete on agenda_items for each row execute function tell_of_meeting();
create trigger tell after insert or update or delete on item_minutes for each row execute function tell_of_meeting();
create trigger tell after insert or update or delete on decisions for each row execute function tell_of_meeting();
create trigger tell after insert or update or delete on meeting_actions for each row execute function tell_of_meeting();
create trigger tell after insert or update or delete on deputy_namings for each row execute function tell_of_meeting();
create trigger tell after insert or update or delete on minutes for each row execute function tell_of_meeting();
