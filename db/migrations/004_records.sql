-- What the alliance did. Each table is kept simple here; a later capability grows its own.
create table groups (
  id bigint generated always as identity primary key,
  ref text unique,
  name text not null,
  kind text not null check (kind in ('board', 'ssig', 'hub', 'hub leads', 'working group', 'panel')),
  subject text,
  lead_id bigint references people,
  version integer not null default 1,
  import_id bigint references imports
);
comment on table groups is 'personal: who leads; kept: life of the alliance';

create table meetings (
  id bigint generated always as identity primary key,
  ref text unique,
  title text not null,
  held_on date not null,
  starts time,
  ends time,
  place text,
  status text not null check (status in ('held', 'cancelled', 'planned')),
  version integer not null default 1,
  import_id bigint references imports
);
create index meetings_held_on on meetings (held_on);
comment on table meetings is 'personal: none; kept: life of the alliance';

-- A meeting that two hubs held together is one meeting with two groups.
create table meeting_groups (
  meeting_id bigint not null references meetings on delete cascade,
  group_id bigint not null references groups,
  primary key (meeting_id, group_id)
);
create index meeting_groups_group on meeting_groups (group_id);
comment on table meeting_groups is 'personal: none; kept: life of the alliance';

create table attendances (
  id bigint generated always as identity primary key,
  meeting_id bigint not null references meetings on delete cascade,
  membership_id bigint references memberships,
  urn integer references schools,
  person_id bigint references people,
  capacity text not null check (capacity in ('head', 'acting head', 'deputy', 'representative', 'observer', 'apologies', 'absent')),
  version integer not null default 1,
  import_id bigint references imports,
  unique nulls not distinct (meeting_id, urn, person_id)
);
create index attendances_membership on attendances (membership_id);
comment on table attendances is 'personal: who attended; kept: 6 years';

-- One person's visit on one day. A day is two half-days.
create table support_visits (
  id bigint generated always as identity primary key,
  ref text unique,
  commission text,
  subject text,
  practitioner_id bigint not null references people,
  from_membership_id bigint references memberships,
  from_urn integer not null references schools,
  to_membership_id bigint references memberships,
  to_urn integer not null references schools,
  visited_on date not null,
  half text not null check (half in ('am', 'pm', 'day')),
  status text not null check (status in ('done', 'cancelled on the day by host', 'cancelled')),
  through_ssig boolean not null,
  version integer not null default 1,
  import_id bigint references imports
);
create index support_visits_on on support_visits (visited_on);
create index support_visits_from on support_visits (from_membership_id);
create index support_visits_to on support_visits (to_membership_id);
-- The same person cannot be in two places in one half-day.
create unique index support_visits_am on support_visits (practitioner_id, visited_on)
  where half in ('am', 'day') and status <> 'cancelled';
create unique index support_visits_pm on support_visits (practitioner_id, visited_on)
  where half in ('pm', 'day') and status <> 'cancelled';
alter table support_visits enable row level security;
create policy parties_and_office on support_visits using (
  (select viewer_sees('support'))
  or from_membership_id = any ((select viewer_memberships())::bigint[])
  or to_membership_id = any ((select viewer_memberships())::bigint[])
  or practitioner_id = (select viewer_person())
);
comment on table support_visits is 'personal: practitioner; kept: 6 years';

create table courses (
  id bigint generated always as identity primary key,
  ref text unique,
  title text not null,
  kind text not null check (kind in ('session series', 'programme', 'qualification', 'training', 'workshop', 'coaching', 'conference', 'briefing', 'rounds')),
  subject text,
  audience text,
  half_days integer check (half_days >= 0),
  run_by text,
  status text,
  version integer not null default 1,
  import_id bigint references imports
);
comment on table courses is 'personal: none; kept: 6 years';

create table course_sessions (
  id bigint generated always as identity primary key,
  course_id bigint not null references courses on delete cascade,
  ref text,
  held_on date not null,
  starts time,
  ends time,
  venue text,
  host_membership_id bigint references memberships,
  status text not null check (status in ('held', 'cancelled', 'planned')),
  version integer not null default 1,
  import_id bigint references imports,
  unique (course_id, ref)
);
create index course_sessions_on on course_sessions (held_on);
comment on table course_sessions is 'personal: none; kept: 6 years';

-- A blank session stands for the whole course.
create table participants (
  id bigint generated always as identity primary key,
  course_id bigint not null references courses on delete cascade,
  session_id bigint references course_sessions on delete cascade,
  person_id bigint not null references people,
  membership_id bigint references memberships,
  urn integer references schools,
  role text,
  outcome text not null check (outcome in ('booked', 'attended', 'completed', 'withdrew', 'did not attend')),
  version integer not null default 1,
  import_id bigint references imports,
  unique nulls not distinct (course_id, session_id, person_id)
);
create index participants_person on participants (person_id);
create index participants_membership on participants (membership_id);
create index participants_session on participants (session_id);
comment on table participants is 'personal: who took part; kept: 6 years';

create table schemes (
  id bigint generated always as identity primary key,
  ref text unique,
  name text not null,
  kind text not null,
  from_on date not null,
  to_on date,
  everyone boolean not null default false,
  version integer not null default 1,
  import_id bigint references imports,
  check (to_on is null or to_on >= from_on)
);
comment on table schemes is 'personal: none; kept: life of the alliance';

create table scheme_members (
  scheme_id bigint not null references schemes on delete cascade,
  membership_id bigint not null references memberships,
  primary key (scheme_id, membership_id)
);
comment on table scheme_members is 'personal: none; kept: life of the alliance';

create table resources (
  id bigint generated always as identity primary key,
  ref text unique,
  title text not null,
  kind text not null check (kind in ('data booklet', 'audit', 'manual', 'policy', 'other')),
  shared_on date not null,
  group_id bigint references groups,
  version integer not null default 1,
  import_id bigint references imports
);
comment on table resources is 'personal: none; kept: life of the alliance';

create table packages (
  id bigint generated always as identity primary key,
  ref text unique,
  partner text not null,
  title text not null,
  subsidised boolean not null,
  from_on date not null,
  to_on date,
  version integer not null default 1,
  import_id bigint references imports,
  check (to_on is null or to_on >= from_on)
);
comment on table packages is 'personal: none; kept: 6 years';

create table case_studies (
  id bigint generated always as identity primary key,
  ref text unique,
  title text not null,
  group_id bigint references groups,
  membership_id bigint references memberships,
  theory_of_action text,
  published_on date not null,
  body text not null,
  version integer not null default 1,
  import_id bigint references imports
);
comment on table case_studies is 'personal: none allowed; kept: life of the alliance';

-- One test of one pupil, who is known here only by the school's own pseudonym.
create table reading_tests (
  id bigint generated always as identity primary key,
  membership_id bigint not null references memberships,
  pupil text not null,
  born_on date,
  test text not null,
  tested_on date not null,
  reading_age integer check (reading_age between 0 and 400),
  cohort text not null,
  version integer not null default 1,
  import_id bigint references imports,
  unique (membership_id, cohort, pupil, test, tested_on)
);
create index reading_tests_cohort on reading_tests (cohort, tested_on);
alter table reading_tests enable row level security;
create policy school_and_office on reading_tests using (
  (select viewer_sees('reading')) or membership_id = any ((select viewer_memberships())::bigint[])
);
comment on table reading_tests is 'personal: children under a pseudonym; kept: end of the scheme + 1 year';
comment on column reading_tests.reading_age is 'months';

-- The office's words for a year's review; figures stand in them as names, so that they cannot go stale.
create table review_drafts (
  year integer not null,
  section text not null,
  body text not null,
  version integer not null default 1,
  primary key (year, section)
);
comment on table review_drafts is 'personal: none; kept: life of the alliance';

create table review_editions (
  id bigint generated always as identity primary key,
  year integer not null,
  number integer not null,
  content jsonb not null,
  digest text not null,
  frozen_by bigint references people,
  frozen_at timestamptz not null default now(),
  unique (year, number)
);
comment on table review_editions is 'personal: who froze it; kept: life of the alliance';
