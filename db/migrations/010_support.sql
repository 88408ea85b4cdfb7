-- School-to-school support: who can give it, the days each school gives, and a deployment from asking to its evaluation.

-- What support is asked for and given in: the office keeps the list.
create table support_areas (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  retired_at timestamptz,
  version integer not null default 1
);
create unique index support_areas_name on support_areas (lower(name));
comment on table support_areas is 'personal: none; kept: life of the alliance';
-- The usual ones: for an alliance when it begins, and here for one that began before there was this list.
create function usual_areas() returns setof text language sql immutable as $$
  select unnest(array['English', 'Maths', 'Science', 'Art and Design', 'Business and Economics', 'Careers', 'Computing',
    'Design and Technology', 'Drama', 'Geography', 'Health and Social Care', 'History', 'Languages', 'Music', 'Physical Education',
    'Politics and Sociology', 'Psychology', 'Religious Education', 'SEND', 'Attendance', 'Behaviour', 'Early career teachers',
    'English as an additional language', 'Governance', 'Leadership', 'Literacy', 'Middle leadership', 'Pastoral', 'Personal development',
    'Post-16', 'Pupil premium', 'Safeguarding', 'Teaching and Learning', 'Timetable and data'])
$$;
create function begin_with_usual_areas() returns trigger language plpgsql as $$
begin
  insert into support_areas (name) select usual_areas();
  return null;
end $$;
create trigger usual_areas after insert on alliance for each row execute function begin_with_usual_areas();
insert into support_areas (name) select usual_areas() where exists (select from alliance);

-- Somebody whom their head puts forward to support other schools, from nomination on (clause 22).
create table practitioners (
  id bigint generated always as identity primary key,
  person_id bigint not null references people,
  membership_id bigint not null references memberships,
  -- What others may read of them, in their own or their head's words.
  profile text,
  nominated_by bigint references people,
  nominated_at timestamptz not null default now(),
  accepted_by bigint references people,
  accepted_at timestamptz,
  declined_by bigint references people,
  declined_at timestamptz,
  declined_why text,
  ended_by bigint references people,
  ended_on date,
  ended_why text,
  version integer not null default 1,
  check (accepted_at is null or declined_at is null),
  check ((declined_at is null) = (declined_why is null))
);
create unique index practitioners_once on practitioners (person_id, membership_id) where declined_at is null and ended_on is null;
create index practitioners_membership on practitioners (membership_id);
comment on table practitioners is 'personal: who was put forward and accepted; kept: 6 years; nothing of appraisal';

create table practitioner_expertise (
  id bigint generated always as identity primary key,
  practitioner_id bigint not null references practitioners on delete cascade,
  area_id bigint not null references support_areas,
  phase text not null check (phase in ('key stage 3', 'key stage 4', 'post-16', 'whole school')),
  constraint practitioner_expertise_once unique (practitioner_id, area_id, phase)
);
create index practitioner_expertise_area on practitioner_expertise (area_id);
comment on table practitioner_expertise is 'personal: what somebody is good at; kept: as practitioners';

-- The half-days of the week on which they can be away from their school; none says any.
create table practitioner_times (
  practitioner_id bigint not null references practitioners on delete cascade,
  weekday integer not null check (weekday between 1 and 5),
  half text not null check (half in ('am', 'pm')),
  primary key (practitioner_id, weekday, half)
);
comment on table practitioner_times is 'personal: when somebody is free; kept: as practitioners';

-- When they cannot come at all; why is nobody's business here.
create table practitioner_away (
  id bigint generated always as identity primary key,
  practitioner_id bigint not null references practitioners on delete cascade,
  from_on date not null,
  to_on date not null,
  version integer not null default 1,
  check (to_on >= from_on)
);
create index practitioner_away_practitioner on practitioner_away (practitioner_id);
comment on table practitioner_away is 'personal: when somebody is away; kept: 1 year';

-- How many half-days of an academic year their head has released them for.
create table practitioner_offers (
  id bigint generated always as identity primary key,
  practitioner_id bigint not null references practitioners on delete cascade,
  year integer not null,
  half_days integer not null check (half_days between 0 and 400),
  version integer not null default 1,
  constraint practitioner_offers_year unique (practitioner_id, year)
);
comment on table practitioner_offers is 'personal: how much somebody can give; kept: as practitioners';

-- What a head vouches for, at nomination and each year anew. Evidence of work, never of appraisal.
create table practitioner_vouchings (
  id bigint generated always as identity primary key,
  practitioner_id bigint not null references practitioners on delete cascade,
  vouched_by bigint references people,
  vouched_on date not null,
  evidence text not null check (evidence <> ''),
  version integer not null default 1,
  constraint practitioner_vouchings_once unique (practitioner_id, vouched_on)
);
comment on table practitioner_vouchings is 'personal: what a head says of their work; kept: 6 years; nothing of appraisal';

-- Why somebody should not be sent to a school, or not by this person: said by themselves, or by SSIG.
create table practitioner_interests (
  id bigint generated always as identity primary key,
  practitioner_id bigint not null references practitioners on delete cascade,
  membership_id bigint not null references memberships,
  kind text not null check (kind in ('applying for a post', 'close relation', 'works there too', 'other')),
  words text,
  said_by bigint not null references people,
  said_at timestamptz not null default now(),
  ended_at timestamptz,
  version integer not null default 1
);
create index practitioner_interests_practitioner on practitioner_interests (practitioner_id);
comment on table practitioner_interests is 'personal: interests declared; kept: 1 year after they end';

-- What a school says it will give in a year, where that is another number than was agreed by all.
create table support_pledges (
  id bigint generated always as identity primary key,
  membership_id bigint not null references memberships,
  year integer not null,
  half_days integer not null check (half_days between 0 and 800),
  said_by bigint references people,
  said_at timestamptz not null default now(),
  version integer not null default 1,
  constraint support_pledges_year unique (membership_id, year)
);
comment on table support_pledges is 'personal: who said it; kept: 6 years';

-- Support for one school by one practitioner, from the request to the sign-off.
create table deployments (
  id bigint generated always as identity primary key,
  ref text unique,
  kind text not null default 'support' check (kind in ('support', 'coaching')),
  state text not null default 'requested' check (state in ('requested', 'triaged', 'matched', 'released', 'agreed', 'active', 'paused', 'closed',
    'evaluated', 'signed off', 'declined', 'withdrawn')),
  to_membership_id bigint not null references memberships,
  to_urn integer not null references schools,
  area_id bigint not null references support_areas,
  phase text not null check (phase in ('key stage 3', 'key stage 4', 'post-16', 'whole school')),
  need text not null check (need <> ''),
  outcome_hoped text not null check (outcome_hoped <> ''),
  urgency text not null check (urgency in ('this month', 'this term', 'this year')),
  wanted_from date not null,
  wanted_to date not null,
  half_days_wanted integer not null check (half_days_wanted between 1 and 200),
  budget_pence integer check (budget_pence >= 0),
  -- Who is worked with at the supported school, beside its head.
  contact_id bigint references people,
  requested_by bigint references people,
  requested_at timestamptz not null default now(),
  -- When the schools first spoke of it, and with whom (clause 27), and what the school says of it where that came first.
  first_contact_on date,
  first_contact_id bigint references memberships,
  contact_explained text,
  -- When SSIG's answer is due, by the calendar of that day; none where the term dates are not here.
  answer_due date,
  answered_at timestamptz,
  -- The academic year whose days it takes.
  year integer not null,
  practitioner_id bigint references practitioners,
  from_membership_id bigint references memberships,
  from_urn integer references schools,
  half_days_agreed integer check (half_days_agreed between 1 and 200),
  closed_on date,
  evaluation_due date,
  version integer not null default 1,
  check (wanted_to >= wanted_from),
  check (num_nonnulls(practitioner_id, from_membership_id, from_urn, half_days_agreed) in (0, 4)),
  check (state not in ('matched', 'released', 'agreed', 'active', 'paused', 'closed', 'evaluated', 'signed off') or practitioner_id is not null),
  check (state not in ('closed', 'evaluated', 'signed off') or closed_on is not null),
  constraint deployments_own_school check (from_membership_id is null or from_membership_id <> to_membership_id)
);
create index deployments_to on deployments (to_membership_id);
create index deployments_from on deployments (from_membership_id);
create index deployments_practitioner on deployments (practitioner_id, year);
create index deployments_state on deployments (state);
comment on table deployments is 'personal: who supports, who asked; kept: 6 years';

-- Every step from one state to the next: who took it, when and why.
create table deployment_moves (
  id bigint generated always as identity primary key,
  deployment_id bigint not null references deployments on delete cascade,
  number integer not null,
  from_state text,
  to_state text not null,
  moved_by bigint references people,
  moved_at timestamptz not null default now(),
  reason text,
  constraint deployment_moves_once unique (deployment_id, number)
);
comment on table deployment_moves is 'personal: who moved it; kept: 6 years';

-- Whom the system suggested when somebody was chosen, with its reasons, and why a person chose otherwise.
create table deployment_choices (
  id bigint generated always as identity primary key,
  deployment_id bigint not null references deployments on delete cascade,
  practitioner_id bigint not null references practitioners,
  -- The first suggestion of that moment; none where there was none.
  suggested_id bigint references practitioners,
  suggestions jsonb not null,
  departure text,
  chosen_by bigint references people,
  chosen_at timestamptz not null default now()
);
create index deployment_choices_deployment on deployment_choices (deployment_id);
comment on table deployment_choices is 'personal: who was considered; kept: 6 years';

-- The three parties' agreement to a deployment, each signed with the signatory's own key over a statement.
create table deployment_signatures (
  id bigint generated always as identity primary key,
  deployment_id bigint not null references deployments on delete cascade,
  capacity text not null check (capacity in ('supported head', 'supporting head', 'practitioner')),
  -- Which agreement it is: a match that was given up and made anew is agreed anew.
  round integer not null,
  person_id bigint not null references people,
  name text not null,
  title text not null,
  school_name text not null,
  proof text not null check (proof in ('passkey', 'code')),
  digest text not null,
  statement text not null,
  seal bytea not null,
  certificate bytea not null,
  sealed_key bytea,
  signed_at timestamptz not null default now(),
  constraint deployment_signatures_once unique (deployment_id, round, capacity)
);
comment on table deployment_signatures is 'personal: who signed what and when; kept: 6 years';
create function refuse_deployment_signature_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.sealed_key is null
    and to_jsonb(new) - 'sealed_key' = to_jsonb(old) - 'sealed_key' then return new; end if;
  raise exception 'a signature is never changed' using errcode = 'integrity_constraint_violation', constraint = 'signed';
end $$;
create trigger signed before update or delete on deployment_signatures
  for each row execute function refuse_deployment_signature_change();

-- The words of an agreement as they were put to the parties, and the file that bears all three signatures.
create table deployment_agreements (
  id bigint generated always as identity primary key,
  deployment_id bigint not null references deployments on delete cascade,
  round integer not null,
  words text not null,
  digest text not null,
  made_at timestamptz not null default now(),
  content bytea,
  content_digest text unique,
  level text check (level in ('B-B', 'B-T')),
  version integer not null default 1,
  constraint deployment_agreements_once unique (deployment_id, round)
);
comment on table deployment_agreements is 'personal: the parties; kept: 6 years';

create table deployment_plans (
  id bigint generated always as identity primary key,
  deployment_id bigint not null unique references deployments on delete cascade,
  priorities text not null check (priorities <> ''),
  -- How the schools will see whether the outcome hoped for came.
  measures text not null check (measures <> ''),
  exit_plan text,
  agreed_by bigint references people,
  agreed_at timestamptz not null default now(),
  version integer not null default 1
);
comment on table deployment_plans is 'personal: who agreed it; kept: 6 years';

create table deployment_reviews (
  id bigint generated always as identity primary key,
  deployment_id bigint not null unique references deployments on delete cascade,
  working text not null check (working in ('yes', 'partly', 'no')),
  appropriate text not null check (appropriate in ('yes', 'no')),
  changes text,
  exit_plan text,
  reviewed_by bigint references people,
  reviewed_at timestamptz not null default now(),
  version integer not null default 1
);
comment on table deployment_reviews is 'personal: who reviewed it; kept: 6 years';

-- What the supported head says of it (clause 26): of the support and its impact, never of the practitioner's appraisal.
create table evaluations (
  id bigint generated always as identity primary key,
  deployment_id bigint not null unique references deployments on delete cascade,
  reach text not null check (reach <> ''),
  reaction text not null check (reaction <> ''),
  practice text not null check (practice <> ''),
  evidence text not null check (evidence <> ''),
  impact text not null check (impact <> ''),
  outcome text not null check (outcome in ('met', 'partly met', 'not met', 'too early')),
  would_recommend boolean not null,
  next text,
  evaluated_by bigint references people,
  evaluated_at timestamptz not null default now(),
  version integer not null default 1
);
comment on table evaluations is 'personal: who evaluated; kept: 6 years';

-- Where it was too early to say, the outcome is asked for again.
create table outcome_checks (
  id bigint generated always as identity primary key,
  deployment_id bigint not null references deployments on delete cascade,
  -- None while the next term's dates are not here.
  due_on date,
  asked_at timestamptz not null default now(),
  outcome text check (outcome in ('met', 'partly met', 'not met', 'too early')),
  evidence text,
  checked_by bigint references people,
  checked_at timestamptz,
  version integer not null default 1,
  check ((outcome is null) = (checked_at is null))
);
create unique index outcome_checks_open on outcome_checks (deployment_id) where checked_at is null;
comment on table outcome_checks is 'personal: who checked; kept: 6 years';

create table evaluation_reminders (
  deployment_id bigint not null references deployments on delete cascade,
  person_id bigint not null references people,
  sent_on date not null,
  primary key (deployment_id, person_id, sent_on)
);
comment on table evaluation_reminders is 'personal: who was reminded; kept: 6 years';

-- A visit belongs to a deployment, or was recorded by itself.
alter table support_visits
  add column deployment_id bigint references deployments,
  add column starts time,
  add column ends time,
  add column purpose text,
  -- Both schools were of one trust on the day it was recorded; what came from a file counts as it says.
  add column same_trust boolean not null default false,
  add column why text,
  drop constraint support_visits_half_check,
  drop constraint support_visits_status_check,
  add constraint support_visits_half_check check (half in ('am', 'pm', 'day', 'twilight')),
  add constraint support_visits_status_check check (status in ('planned', 'done', 'cancelled on the day by host', 'cancelled', 'missed')),
  add constraint support_visits_ssig check (deployment_id is null or through_ssig);
create index support_visits_deployment on support_visits (deployment_id);
create index support_visits_practitioner on support_visits (practitioner_id, visited_on);
drop index support_visits_am;
drop index support_visits_pm;
create unique index support_visits_am on support_visits (practitioner_id, visited_on)
  where half in ('am', 'day') and status not in ('cancelled', 'missed');
create unique index support_visits_pm on support_visits (practitioner_id, visited_on)
  where half in ('pm', 'day') and status not in ('cancelled', 'missed');
create unique index support_visits_twilight on support_visits (practitioner_id, visited_on)
  where half = 'twilight' and status not in ('cancelled', 'missed');

-- The record of a visit: two minutes on a phone.
create table visit_notes (
  id bigint generated always as identity primary key,
  visit_id bigint not null references support_visits on delete cascade,
  -- With whom, what was done, and what was agreed for next time. No pupil's name belongs here.
  met text,
  done text not null check (done <> ''),
  next text,
  due_on date,
  written_by bigint references people,
  written_at timestamptz not null default now(),
  -- The day of it in London, which says whether it was late.
  noted_on date not null default ((now() at time zone 'Europe/London')::date),
  version integer not null default 1,
  constraint visit_notes_once unique (visit_id)
);
comment on table visit_notes is 'personal: who wrote it and with whom they worked; kept: 6 years';

-- What each person's calendar was told of a visit.
create table visit_holds (
  visit_id bigint not null references support_visits on delete cascade,
  person_id bigint not null references people,
  sequence integer not null,
  method text not null check (method in ('REQUEST', 'CANCEL')),
  said text not null,
  sent_at timestamptz not null default now(),
  primary key (visit_id, person_id)
);
comment on table visit_holds is 'personal: who was told; kept: 6 years';

-- Half-days of every practitioner, or of one, that are bound or given in a year: what a deployment agreed until it is closed,
-- or more where more is in its plan; from then on what was given.
create function half_days_bound_in(in_year integer, only_of bigint default null)
    returns table (practitioner_id bigint, half_days integer) language sql stable security definer as $$
  select d.practitioner_id,
    sum(case when state in ('matched', 'released', 'agreed', 'active', 'paused') then greatest(half_days_agreed, booked) else booked end)::integer
  from deployments d cross join lateral (
    select coalesce(sum(case half when 'day' then 2 else 1 end), 0)::integer as booked from support_visits v
      where v.deployment_id = d.id and v.status not in ('cancelled', 'missed')) visits
  where d.year = in_year and (only_of is null or d.practitioner_id = only_of)
    and state in ('matched', 'released', 'agreed', 'active', 'paused', 'closed', 'evaluated', 'signed off')
  group by d.practitioner_id
$$;
create function half_days_bound(practitioner bigint, in_year integer) returns integer language sql stable as $$
  select coalesce((select half_days from half_days_bound_in(in_year, practitioner)), 0)
$$;
-- Of two who take a practitioner's last half-day at once the second finds none left.
create function within_the_offer() returns trigger language plpgsql security definer as $$
declare
  of_practitioner bigint;
  of_year integer;
  offered integer;
begin
  if tg_table_name = 'deployments' then
    of_practitioner := new.practitioner_id;
    of_year := new.year;
  else
    -- What was booked before takes no more days now: a visit that took place is noted whatever became of the offer.
    if tg_op = 'UPDATE' then
      if old.status not in ('cancelled', 'missed') and old.half = new.half and old.deployment_id is not distinct from new.deployment_id then
        return null;
      end if;
    end if;
    select practitioner_id, year into of_practitioner, of_year from deployments
      where id = new.deployment_id and state in ('matched', 'released', 'agreed', 'active', 'paused');
  end if;
  if of_practitioner is null then return null; end if;
  perform from practitioners where id = of_practitioner for no key update;
  select half_days into offered from practitioner_offers where practitioner_id = of_practitioner and year = of_year;
  if half_days_bound(of_practitioner, of_year) > coalesce(offered, 0) then
    raise exception 'the practitioner has no such days left' using errcode = 'check_violation', constraint = 'practitioner_days';
  end if;
  return null;
end $$;
create trigger within_the_offer after insert or update of practitioner_id, half_days_agreed, state, year on deployments
  for each row when (new.state in ('matched', 'released', 'agreed', 'active', 'paused')) execute function within_the_offer();
create trigger within_the_offer after insert or update of half, status, deployment_id on support_visits
  for each row when (new.deployment_id is not null and new.status not in ('cancelled', 'missed')) execute function within_the_offer();

-- Many requests matched together, worked out apart from any page.
create table matchings (
  id bigint generated always as identity primary key,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
  asked_by bigint references people,
  asked_at timestamptz not null default now(),
  -- Which requests, and by what weights.
  asked jsonb not null,
  progress jsonb,
  result jsonb,
  wrong text,
  finished_at timestamptz,
  version integer not null default 1
);
comment on table matchings is 'personal: who was considered; kept: 1 year';

-- Peer review: schools that review one another in turn.
create table review_clusters (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  year integer not null,
  begun_at timestamptz,
  version integer not null default 1,
  constraint review_clusters_name unique (year, name),
  unique (id, year)
);
comment on table review_clusters is 'personal: none; kept: life of the alliance';

create table review_cluster_members (
  id bigint generated always as identity primary key,
  cluster_id bigint not null,
  -- The cluster's own year, so that the database keeps a school in one cluster a year.
  year integer not null,
  membership_id bigint not null references memberships,
  -- Who runs the improvement workshops for the school.
  champion_id bigint references people,
  foreign key (cluster_id, year) references review_clusters (id, year) on update cascade on delete cascade,
  constraint review_cluster_members_once unique (cluster_id, membership_id),
  constraint review_cluster_members_one_a_year unique (year, membership_id)
);
create index review_cluster_members_membership on review_cluster_members (membership_id);
comment on table review_cluster_members is 'personal: who is champion; kept: 6 years';

create table peer_reviews (
  id bigint generated always as identity primary key,
  cluster_id bigint not null references review_clusters on delete cascade,
  host_membership_id bigint not null references memberships,
  state text not null default 'planned' check (state in ('planned', 'self-reviewed', 'visited', 'reported', 'workshop held', 'followed up', 'cancelled')),
  focus text,
  visit_from date,
  visit_to date,
  -- The leader of the host school who is alongside the reviewers.
  leader_id bigint references people,
  visited_at timestamptz,
  reported_at timestamptz,
  workshop_on date,
  follow_up_on date,
  cancelled_why text,
  version integer not null default 1,
  constraint peer_reviews_once unique (cluster_id, host_membership_id),
  check (visit_to >= visit_from),
  check ((state = 'cancelled') = (cancelled_why is not null))
);
create index peer_reviews_host on peer_reviews (host_membership_id);
comment on table peer_reviews is 'personal: who leads; kept: 6 years';

-- Those who come from the other schools, with what they declare of themselves before they come.
create table peer_reviewers (
  id bigint generated always as identity primary key,
  review_id bigint not null references peer_reviews on delete cascade,
  person_id bigint not null references people,
  membership_id bigint not null references memberships,
  leads boolean not null default false,
  declared_at timestamptz,
  -- Something stands in the way; what it is, is kept apart.
  interested boolean not null default false,
  replaced_at timestamptz,
  version integer not null default 1,
  check (declared_at is not null or not interested)
);
create unique index peer_reviewers_once on peer_reviewers (review_id, person_id) where replaced_at is null;
create unique index peer_reviewers_lead on peer_reviewers (review_id) where leads and replaced_at is null;
create index peer_reviewers_person on peer_reviewers (person_id);
comment on table peer_reviewers is 'personal: who reviewed, and whether an interest was declared; kept: 6 years';
-- Each declares for themselves, an interest stands, and a reviewer comes from another school of the cluster: who reviews
-- reads what the host wrote, so nobody is let in by a rule that was forgotten above.
create function keep_reviewer() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if not exists (select from peer_reviews r join review_cluster_members m on m.cluster_id = r.cluster_id
        where r.id = new.review_id and m.membership_id = new.membership_id and m.membership_id <> r.host_membership_id) then
      raise exception 'a reviewer is of another school of the cluster' using errcode = 'check_violation', constraint = 'peer_reviewers_school';
    end if;
    if new.declared_at is null or viewer_person() is null or viewer_person() = new.person_id then return new; end if;
  elsif (old.review_id, old.person_id, old.membership_id) = (new.review_id, new.person_id, new.membership_id)
      and (old.replaced_at is null or old.replaced_at is not distinct from new.replaced_at)
      and (new.interested or not old.interested)
      and (viewer_person() is null or viewer_person() = new.person_id
        or (old.declared_at is not distinct from new.declared_at and old.interested = new.interested)) then
    return new;
  end if;
  raise exception 'each reviewer declares for themselves' using errcode = 'check_violation', constraint = 'peer_reviewers_declare';
end $$;
create trigger keep_reviewer before insert or update on peer_reviewers for each row execute function keep_reviewer();

-- What stands in a reviewer's way, and why they were replaced: for themselves, the host head, SSIG and the office.
create table peer_review_interests (
  reviewer_id bigint primary key references peer_reviewers on delete cascade,
  interest text,
  replaced_why text
);
comment on table peer_review_interests is 'personal: interests declared; kept: 6 years';

-- What the host writes of itself, the report, the workshop and the follow-up: the host head's own, and theirs to show.
create table peer_review_texts (
  id bigint generated always as identity primary key,
  review_id bigint not null references peer_reviews on delete cascade,
  part text not null check (part in ('self-review', 'report', 'workshop', 'follow-up')),
  section text not null check (section in ('leadership', 'provision', 'additional needs', 'other')),
  words text not null default '',
  -- An estimate as the schools' own, told in no total.
  estimate text check (estimate in ('leading', 'effective', 'working towards effective', 'ineffective')),
  written_by bigint references people,
  written_at timestamptz not null default now(),
  version integer not null default 1,
  constraint peer_review_texts_once unique (review_id, part, section)
);
comment on table peer_review_texts is 'personal: who wrote it; kept: 6 years; confidential to the host head and whom they name';

create table peer_review_readers (
  id bigint generated always as identity primary key,
  review_id bigint not null references peer_reviews on delete cascade,
  person_id bigint not null references people,
  -- Reading is of all that is written here; who only helps to write reads no report.
  may text not null default 'read' check (may in ('read', 'write', 'read and write')),
  named_by bigint references people,
  named_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index peer_review_readers_once on peer_review_readers (review_id, person_id) where ended_at is null;
comment on table peer_review_readers is 'personal: who may read; kept: 6 years';

-- Instructional rounds: visiting lessons to learn about learning, never about a teacher.
create table rounds (
  id bigint generated always as identity primary key,
  host_membership_id bigint not null references memberships,
  title text not null check (title <> ''),
  problem text not null check (problem <> ''),
  -- Of the six marks of a problem of practice, those that it bears, each with why.
  marks jsonb not null default '{}',
  visit_on date not null,
  starts time,
  ends time,
  lead_id bigint references people,
  state text not null default 'planned' check (state in ('planned', 'visited', 'debriefed', 'returned', 'cancelled')),
  theory_if text,
  theory_then text,
  return_on date,
  returned_words text,
  returned_at timestamptz,
  -- When the host's head told its theory of action to the alliance before the return; and what they let a case study say.
  shared_at timestamptz,
  offered text check (offered in ('unnamed', 'named')),
  case_study_id bigint references case_studies on delete set null,
  version integer not null default 1
);
create index rounds_host on rounds (host_membership_id);
create index rounds_visit_on on rounds (visit_on);
comment on table rounds is 'personal: who leads; kept: life of the alliance';

create table round_visitors (
  id bigint generated always as identity primary key,
  round_id bigint not null references rounds on delete cascade,
  person_id bigint not null references people,
  membership_id bigint references memberships,
  constraint round_visitors_once unique (round_id, person_id)
);
create index round_visitors_person on round_visitors (person_id);
comment on table round_visitors is 'personal: who came; kept: 6 years';

create table round_rooms (
  id bigint generated always as identity primary key,
  round_id bigint not null references rounds on delete cascade,
  code text not null check (code <> ''),
  year_group text not null,
  subject text not null,
  version integer not null default 1,
  constraint round_rooms_code unique (round_id, code)
);
comment on table round_rooms is 'personal: none allowed; kept: 6 years';

create table round_notes (
  id bigint generated always as identity primary key,
  round_id bigint not null references rounds on delete cascade,
  room_id bigint not null references round_rooms on delete cascade,
  person_id bigint not null references people,
  words text not null check (words <> ''),
  -- Words that judge were pointed out, and the observer kept them.
  kept_as_said boolean not null default false,
  written_at timestamptz not null default now(),
  version integer not null default 1
);
create index round_notes_round on round_notes (round_id);
comment on table round_notes is 'personal: who observed; none of teachers or pupils; kept: 1 year';

-- The debrief, in its strict order: a stage opens when the one before it is agreed.
create table round_stages (
  id bigint generated always as identity primary key,
  round_id bigint not null references rounds on delete cascade,
  stage text not null check (stage in ('description', 'analysis', 'prediction', 'next level')),
  words text not null default '',
  agreed_by bigint references people,
  agreed_at timestamptz,
  version integer not null default 1,
  constraint round_stages_once unique (round_id, stage)
);
comment on table round_stages is 'personal: who agreed; kept: life of the alliance';
create function in_order() returns trigger language plpgsql as $$
declare
  stages text[] := array['description', 'analysis', 'prediction', 'next level'];
begin
  -- Of one who opens a stage again and one who writes the next, the second sees what the first did.
  perform from rounds where id = new.round_id for no key update;
  if array_position(stages, new.stage) > 1 and not exists (select from round_stages
      where round_id = new.round_id and stage = stages[array_position(stages, new.stage) - 1] and agreed_at is not null) then
    raise exception 'the stage before it is not agreed' using errcode = 'check_violation', constraint = 'round_stages_order';
  end if;
  if tg_op = 'UPDATE' then
    if old.agreed_at is not null and new.words <> old.words then
      raise exception 'an agreed stage is not reworded' using errcode = 'check_violation', constraint = 'round_stages_agreed';
    end if;
    if old.agreed_at is not null and new.agreed_at is null and exists (select from round_stages
        where round_id = new.round_id and array_position(stages, stage) > array_position(stages, new.stage) and words <> '') then
      raise exception 'a later stage has words' using errcode = 'check_violation', constraint = 'round_stages_later';
    end if;
  end if;
  return new;
end $$;
create trigger in_order before insert or update on round_stages for each row execute function in_order();

create table round_patterns (
  id bigint generated always as identity primary key,
  round_id bigint not null references rounds on delete cascade,
  words text not null check (words <> ''),
  written_by bigint references people,
  version integer not null default 1
);
create index round_patterns_round on round_patterns (round_id);
comment on table round_patterns is 'personal: who wrote it; kept: life of the alliance';
create table round_pattern_rooms (
  pattern_id bigint not null references round_patterns on delete cascade,
  room_id bigint not null references round_rooms on delete cascade,
  primary key (pattern_id, room_id)
);
comment on table round_pattern_rooms is 'personal: none; kept: life of the alliance';

-- A deployment is for its parties, SSIG and the office. What a viewer is to practitioners is found once for a statement, and
-- not for each row: lists of ten years are read under these policies.
-- Whom a school named to work with sees it for as long as they work there.
create function works_at(membership bigint) returns boolean language sql stable security definer as $$
  select exists (select from posts join membership_schools there on there.membership_id = posts.membership_id
      join membership_schools here on here.urn = there.urn
    where posts.person_id = viewer_person() and here.membership_id = membership
      and coalesce(posts.from_on <= current_date, true) and coalesce(posts.to_on >= current_date, true))
$$;
alter table deployments enable row level security;
create policy parties_and_ssig on deployments using (
  (select viewer_sees('support'))
  or to_membership_id = any ((select viewer_memberships())::bigint[])
  or (from_membership_id = any ((select viewer_memberships())::bigint[]) and state not in ('requested', 'triaged'))
  or (contact_id = (select viewer_person()) and works_at(to_membership_id))
  or (practitioner_id is not null and state not in ('requested', 'triaged', 'matched')
    and practitioner_id in (select p.id from practitioners p where p.person_id = (select viewer_person())))
);
do $$
declare
  hanging text;
begin
  foreach hanging in array array['deployment_moves', 'deployment_signatures', 'deployment_agreements', 'deployment_plans', 'deployment_reviews',
      'evaluations', 'outcome_checks', 'evaluation_reminders'] loop
    execute format('alter table %I enable row level security', hanging);
    execute format('create policy as_the_deployment on %I using (exists (select from deployments d where d.id = deployment_id))', hanging);
  end loop;
  foreach hanging in array array['visit_notes', 'visit_holds'] loop
    execute format('alter table %I enable row level security', hanging);
    execute format('create policy as_the_visit on %I using (exists (select from support_visits v where v.id = visit_id))', hanging);
  end loop;
end $$;
-- Whom else SSIG looked at is for SSIG.
alter table deployment_choices enable row level security;
create policy ssig on deployment_choices using ((select viewer_sees('support')));
alter table matchings enable row level security;
create policy ssig on matchings using ((select viewer_sees('support')));
-- What a head says of somebody, and what stands between them and a school: for that head's school, SSIG and themselves.
alter table practitioner_vouchings enable row level security;
create policy own_school_and_ssig on practitioner_vouchings using ((select viewer_sees('support')) or practitioner_id in (
  select p.id from practitioners p where p.person_id = (select viewer_person()) or p.membership_id = any ((select viewer_memberships())::bigint[])));
alter table practitioner_interests enable row level security;
create policy own_and_ssig on practitioner_interests using ((select viewer_sees('support')) or practitioner_id in (
  select p.id from practitioners p where p.person_id = (select viewer_person()) or p.membership_id = any ((select viewer_memberships())::bigint[])));
-- Visits that a school's contact works in are theirs to see too.
drop policy parties_and_office on support_visits;
create policy parties_and_office on support_visits using (
  (select viewer_sees('support'))
  or from_membership_id = any ((select viewer_memberships())::bigint[])
  or to_membership_id = any ((select viewer_memberships())::bigint[])
  or practitioner_id = (select viewer_person())
  or (deployment_id is not null and exists (select from deployments d where d.id = deployment_id and d.contact_id = (select viewer_person())))
);
alter table support_pledges enable row level security;
create policy own_school_and_office on support_pledges using ((select viewer_sees('support'))
  or membership_id = any ((select viewer_memberships())::bigint[]));

-- The texts of a peer review are the host head's: the office, which sees all else, does not. The reviewers write the report
-- until it is handed over.
create function heads_host(review bigint) returns boolean language sql stable security definer as $$
  select exists (select from peer_reviews r where r.id = review
    and 'head of ' || r.host_membership_id = any (string_to_array(coalesce(current_setting('viewer.sees', true), ''), ',')))
$$;
create function reviews(review bigint) returns boolean language sql stable security definer as $$
  select exists (select from peer_reviewers p join peer_reviews r on r.id = p.review_id
    where p.review_id = review and p.person_id = viewer_person() and p.replaced_at is null and p.declared_at is not null and not p.interested
      and r.state <> 'cancelled')
$$;
create function reported(review bigint) returns boolean language sql stable security definer as $$
  select exists (select from peer_reviews r where r.id = review and r.reported_at is not null)
$$;
alter table peer_review_readers enable row level security;
create policy host_head_and_reader on peer_review_readers for select using (heads_host(review_id) or person_id = (select viewer_person()));
create policy host_head_names on peer_review_readers for insert with check (heads_host(review_id));
create policy host_head_takes_off on peer_review_readers for update using (heads_host(review_id));
alter table peer_review_texts enable row level security;
-- Nobody reads a report that is not handed over but who writes it and the host head.
create policy host_head_and_readers on peer_review_texts for select using (
  heads_host(review_id)
  or (part in ('self-review', 'report') and reviews(review_id) and not reported(review_id))
  or exists (select from peer_review_readers n where n.review_id = peer_review_texts.review_id and n.person_id = (select viewer_person())
    and n.ended_at is null and (part <> 'report' or (n.may <> 'write' and reported(n.review_id))))
);
-- The report is written by its reviewers and nobody else, and by nobody once it is handed over.
create function writes_text(review bigint, of_part text) returns boolean language sql stable security definer as $$
  select case of_part when 'report' then reviews(review) and not reported(review)
    else heads_host(review) or exists (select from peer_review_readers n where n.review_id = review
      and n.person_id = viewer_person() and n.ended_at is null and n.may <> 'read') end
$$;
create policy writers_add on peer_review_texts for insert with check (writes_text(review_id, part));
create policy writers_change on peer_review_texts for update using (writes_text(review_id, part));
create function of_reviewer(reviewer bigint) returns boolean language sql stable security definer as $$
  select exists (select from peer_reviewers p where p.id = reviewer and (p.person_id = viewer_person() or heads_host(p.review_id)))
$$;
alter table peer_review_interests enable row level security;
create policy own_host_head_and_ssig on peer_review_interests using ((select viewer_sees('support')) or of_reviewer(reviewer_id));

-- What was seen in rooms is for those who were there, the host's leaders and the office.
create function in_round(round bigint) returns boolean language sql stable security definer as $$
  select viewer_sees('everything') or exists (select from rounds r where r.id = round
      and (r.host_membership_id = any (viewer_memberships()) or r.lead_id = viewer_person()))
    or exists (select from round_visitors v where v.round_id = round and v.person_id = viewer_person())
$$;
do $$
declare
  hanging text;
begin
  foreach hanging in array array['round_visitors', 'round_rooms', 'round_stages', 'round_patterns'] loop
    execute format('alter table %I enable row level security', hanging);
    execute format('create policy those_in_it on %I using (in_round(round_id))', hanging);
  end loop;
end $$;
-- Until lessons are visited each reads what they wrote themselves.
create function reads_notes(round bigint, observer bigint) returns boolean language sql stable security definer as $$
  select in_round(round) and (viewer_sees('everything') or observer = viewer_person()
    or exists (select from rounds r where r.id = round and r.state in ('visited', 'debriefed', 'returned')))
$$;
-- In which rooms who has written notes, and nothing of what: those who keep a round ask it before anybody may read them.
create function round_observed(round bigint) returns table (room_id bigint, person_id bigint) language sql stable security definer as $$
  select distinct n.room_id, n.person_id from round_notes n where n.round_id = round and in_round(round)
$$;
alter table round_notes enable row level security;
create policy own_until_visited on round_notes using (reads_notes(round_id, person_id));
alter table round_pattern_rooms enable row level security;
create policy those_in_it on round_pattern_rooms using (exists (select from round_patterns p where p.id = pattern_id));

drop policy as_the_row on revisions;
create policy as_the_row on revisions for select using (
  (table_name <> 'peer_review_texts' and (select viewer_sees('everything')))
  or case
    when table_name in ('deployment_plans', 'deployment_reviews')
      then exists (select from deployments d where d.id = (before ->> 'deployment_id')::bigint)
    when table_name = 'visit_notes' then exists (select from visit_notes n where n.id = row_id)
    when table_name in ('support_visits', 'deployments', 'evaluations', 'outcome_checks',
      'practitioner_vouchings', 'practitioner_interests', 'support_pledges', 'matchings', 'deployment_agreements') then (select viewer_sees('support'))
    when table_name = 'peer_review_texts' then exists (select from peer_review_texts t where t.id = row_id)
    when table_name = 'rounds' then in_round(row_id)
    when table_name = 'round_notes' then reads_notes((before ->> 'round_id')::bigint, (before ->> 'person_id')::bigint)
    when table_name in ('round_rooms', 'round_stages', 'round_patterns') then in_round((before ->> 'round_id')::bigint)
    when table_name = 'reading_tests' then false
    when table_name = 'agenda_items' then exists (select from agenda_items i where i.id = row_id)
    when table_name in ('papers', 'item_minutes', 'decisions', 'meeting_actions', 'item_interests')
      then exists (select from agenda_items i where i.id = (before ->> 'item_id')::bigint)
    when table_name in ('ballots', 'ballot_statements')
      then exists (select from ballots b where b.id = coalesce((before ->> 'ballot_id')::bigint, row_id))
    else true
  end
);

-- Pages that are open on a matching or a round hear that something of it changed, and nothing of what.
create function tell_of_support() returns trigger language plpgsql as $$
declare
  changed jsonb := to_jsonb(coalesce(new, old));
begin
  perform pg_notify(tg_table_schema || '_live', case tg_table_name when 'matchings' then 'matchings/' || (changed ->> 'id')
    when 'rounds' then 'rounds/' || (changed ->> 'id') else 'rounds/' || (changed ->> 'round_id') end);
  return null;
end $$;
create trigger tell after insert or update on matchings for each row execute function tell_of_support();
create trigger tell after update on rounds for each row execute function tell_of_support();
create trigger tell after insert or update or delete on round_notes for each row execute function tell_of_support();
create trigger tell after insert or update on round_stages for each row execute function tell_of_support();
create trigger tell after insert or update or delete on round_patterns for each row execute function tell_of_support();

-- What runs as the owner finds our own tables only, and none that a session made for itself.
do $$
declare
  owners record;
begin
  for owners in select oid::regprocedure as name from pg_proc where prosecdef and pronamespace = current_schema::regnamespace loop
    execute format('alter function %s set search_path = %I, public, pg_temp', owners.name, current_schema);
  end loop;
end $$;
