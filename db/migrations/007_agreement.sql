-- What a clause promises. It outlives the clause's number and words, so that a reworded clause is judged,
-- declared and compared as the same promise.
create table promises (
  id bigint generated always as identity primary key,
  -- The name of the commitment that judges it; none where nothing does.
  commitment text,
  kind text not null check (kind in ('kept', 'measured', 'declared', 'people')),
  version integer not null default 1
);
comment on table promises is 'personal: none; kept: life of the alliance';

-- One wording of the agreement: a draft until it is published, and never changed from then on.
create table agreement_versions (
  id bigint generated always as identity primary key,
  number integer unique check (number > 0),
  title text not null check (title <> ''),
  -- What stands before the first clause.
  opening text not null default '',
  based_on bigint references agreement_versions,
  source_name text,
  digest text,
  published_on date,
  published_at timestamptz,
  published_by bigint references people,
  -- In force from a day, or from the day on which so many members have signed.
  in_force_on date,
  in_force_signed integer check (in_force_signed > 0),
  -- Until when a signature to the version before it still stands.
  sign_by date,
  review_on date,
  version integer not null default 1,
  check (num_nonnulls(number, digest, published_on, published_at) in (0, 4)),
  check (published_at is null or num_nonnulls(in_force_on, in_force_signed) = 1)
);
comment on table agreement_versions is 'personal: who published it; kept: life of the alliance';

create table clauses (
  id bigint generated always as identity primary key,
  version_id bigint not null references agreement_versions on delete cascade,
  promise_id bigint not null references promises,
  position integer not null,
  number text not null check (number <> ''),
  part text not null default '',
  words text not null check (words <> ''),
  version integer not null default 1,
  constraint clauses_number unique (version_id, number),
  constraint clauses_promise unique (version_id, promise_id)
);
comment on table clauses is 'personal: none; kept: life of the alliance';

create function refuse_published_change() returns trigger language plpgsql as $$
declare published boolean;
begin
  if tg_table_name = 'clauses' then
    select published_at is not null into published from agreement_versions
      where id = coalesce(new.version_id, old.version_id);
  else
    published := old.published_at is not null;
  end if;
  if published then
    raise exception 'a published version of the agreement is never changed' using errcode = 'integrity_constraint_violation', constraint = 'published';
  end if;
  return coalesce(new, old);
end $$;
create trigger published before update or delete on agreement_versions
  for each row execute function refuse_published_change();
create trigger published before insert or update or delete on clauses
  for each row execute function refuse_published_change();

-- A text as it was read from a file: its lines, and what each was taken for, until it is kept as a draft.
create table agreement_readings (
  id bigint generated always as identity primary key,
  source_name text not null,
  lines jsonb not null,
  roles jsonb not null,
  read_by bigint references people,
  read_at timestamptz not null default now(),
  draft_id bigint references agreement_versions on delete set null,
  version integer not null default 1
);
comment on table agreement_readings is 'personal: who read it; kept: 1 year';

-- A number that the heads agreed, from an academic year on (the year in which it begins).
create table agreed_terms (
  id bigint generated always as identity primary key,
  name text not null,
  year integer not null,
  value integer not null check (value >= 0),
  decision text not null default '',
  set_by bigint references people,
  set_at timestamptz not null default now(),
  version integer not null default 1,
  constraint agreed_terms_year unique (name, year)
);
comment on table agreed_terms is 'personal: who set it; kept: life of the alliance';

-- What somebody would change in the agreement at its yearly review.
create table proposals (
  id bigint generated always as identity primary key,
  version_id bigint not null references agreement_versions,
  -- None where a new clause is proposed.
  clause_id bigint references clauses,
  kind text not null check (kind in ('reword', 'add', 'remove')),
  part text,
  words text,
  reason text not null,
  proposed_by bigint not null references people,
  membership_id bigint references memberships,
  proposed_at timestamptz not null default now(),
  outcome text check (outcome in ('adopted', 'declined', 'withdrawn')),
  outcome_reason text,
  decided_by bigint references people,
  decided_at timestamptz,
  draft_id bigint references agreement_versions on delete set null,
  version integer not null default 1,
  check ((kind = 'add') = (clause_id is null)),
  check ((kind = 'remove') = (words is null)),
  check ((outcome is null) = (decided_at is null))
);
create index proposals_version on proposals (version_id);
comment on table proposals is 'personal: who proposed; kept: life of the alliance';

create table proposal_comments (
  id bigint generated always as identity primary key,
  proposal_id bigint not null references proposals on delete cascade,
  person_id bigint not null references people,
  membership_id bigint references memberships,
  words text not null check (words <> ''),
  said_at timestamptz not null default now()
);
create index proposal_comments_proposal on proposal_comments (proposal_id);
comment on table proposal_comments is 'personal: who said what; kept: life of the alliance';

-- Who governs a school, and how the person who signs for them is called; by the kind of school where none is said.
create table governing_bodies (
  membership_id bigint primary key references memberships on delete cascade,
  legal_body text not null check (legal_body <> ''),
  signatory_title text not null check (signatory_title <> ''),
  version integer not null default 1
);
comment on table governing_bodies is 'personal: none; kept: life of the alliance';

-- What the alliance signs with: every signatory's certificate is issued by the present one. Those before it stay,
-- so that what was signed under them goes on being known.
create table signing_authorities (
  id bigint generated always as identity primary key,
  certificate bytea not null,
  -- Encrypted under the installation's secret.
  sealed_key bytea not null,
  made_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index signing_authorities_one on signing_authorities ((true)) where ended_at is null;
comment on table signing_authorities is 'personal: none; kept: life of the alliance';

-- Two sign for a school: one for those who govern it, one who leads it.
create table signatures (
  id bigint generated always as identity primary key,
  version_id bigint not null references agreement_versions,
  membership_id bigint not null references memberships,
  capacity text not null check (capacity in ('governance', 'leadership')),
  person_id bigint not null references people,
  -- As they stood at the moment of signing.
  name text not null,
  title text not null,
  legal_body text,
  school_name text not null,
  urn integer not null,
  how text not null check (how in ('electronic', 'paper')),
  proof text check (proof in ('passkey', 'code')),
  minute text,
  minute_on date,
  substitute_reason text,
  signed_on date not null,
  signed_at timestamptz not null default now(),
  -- Of the words signed.
  digest text not null,
  -- What was declared at the moment of signing, sealed with the signatory's own key under their certificate.
  statement text,
  seal bytea,
  certificate bytea,
  -- That key, encrypted under the installation's secret; destroyed once the document bears both signatures.
  sealed_key bytea,
  recorded_by bigint references people,
  version integer not null default 1,
  constraint signatures_once unique (version_id, membership_id, capacity),
  check ((how = 'electronic') = (proof is not null and statement is not null and seal is not null and certificate is not null)),
  check (capacity = 'governance' or (minute is null and minute_on is null and legal_body is null))
);
create index signatures_membership on signatures (membership_id);
create index signatures_person on signatures (person_id);
-- A document is known by the certificates in it.
create index signatures_certificate on signatures using hash (certificate);
comment on table signatures is 'personal: who signed what and when; kept: life of the alliance';

-- A signature made here stands as it was made; only its key goes. One on paper may be recorded wrongly, and put right.
create function refuse_signature_change() returns trigger language plpgsql as $$
begin
  if old.how = 'paper' then return coalesce(new, old); end if;
  if tg_op = 'UPDATE' and new.sealed_key is null
    and to_jsonb(new) - 'sealed_key' = to_jsonb(old) - 'sealed_key' then return new; end if;
  raise exception 'a signature is never changed' using errcode = 'integrity_constraint_violation', constraint = 'signed';
end $$;
create trigger signed before update or delete on signatures
  for each row execute function refuse_signature_change();

-- The agreement as a school signed it, as a file: made anew when the second signs, the first kept.
create table signed_documents (
  id bigint generated always as identity primary key,
  version_id bigint not null references agreement_versions,
  membership_id bigint not null references memberships,
  -- Whose signing it tells of: ids and versions of signatures, in the order in which they were made.
  acts text not null,
  signature_count integer not null check (signature_count in (1, 2)),
  content bytea not null,
  digest text not null unique,
  -- Of the signatures in the file: with B-T, a time-stamping authority says when each was set.
  level text not null check (level in ('B-B', 'B-T')),
  made_at timestamptz not null default now(),
  constraint signed_documents_once unique (version_id, membership_id, acts)
);
create index signed_documents_membership on signed_documents (membership_id);
comment on table signed_documents is 'personal: who signed; kept: life of the alliance';

create table signing_declined (
  id bigint generated always as identity primary key,
  version_id bigint not null references agreement_versions,
  membership_id bigint not null references memberships,
  capacity text not null check (capacity in ('governance', 'leadership')),
  person_id bigint not null references people,
  reason text not null check (reason <> ''),
  declined_at timestamptz not null default now()
);
create index signing_declined_at on signing_declined (version_id, membership_id);
comment on table signing_declined is 'personal: who declined and why; kept: life of the alliance';

-- Somebody who signs in another's place, and why.
create table signing_substitutes (
  id bigint generated always as identity primary key,
  version_id bigint not null references agreement_versions,
  membership_id bigint not null references memberships,
  capacity text not null check (capacity in ('governance', 'leadership')),
  person_id bigint not null references people,
  reason text not null check (reason <> ''),
  named_by bigint references people,
  named_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index signing_substitutes_one on signing_substitutes (version_id, membership_id, capacity) where ended_at is null;
comment on table signing_substitutes is 'personal: who stands in and why; kept: life of the alliance';

create table signing_reminders (
  version_id bigint not null references agreement_versions,
  membership_id bigint not null references memberships,
  capacity text not null check (capacity in ('governance', 'leadership')),
  person_id bigint not null references people,
  sent_on date not null,
  primary key (version_id, membership_id, capacity, person_id, sent_on)
);
create index signing_reminders_person on signing_reminders (person_id, version_id);
comment on table signing_reminders is 'personal: who was reminded; kept: 6 years';

-- A question or a reservation on a clause, which members see with its answer.
create table clause_questions (
  id bigint generated always as identity primary key,
  clause_id bigint not null references clauses,
  membership_id bigint not null references memberships,
  person_id bigint not null references people,
  kind text not null check (kind in ('question', 'reservation')),
  words text not null check (words <> ''),
  asked_at timestamptz not null default now(),
  answer text,
  answered_by bigint references people,
  answered_at timestamptz,
  -- When whoever asked said that the answer was read; the answer waits for them until then.
  read_at timestamptz,
  version integer not null default 1,
  check (num_nonnulls(answer, answered_at) in (0, 2))
);
create index clause_questions_clause on clause_questions (clause_id);
comment on table clause_questions is 'personal: who asked; kept: life of the alliance';

-- What a head declares for a year, of the promises that nothing measures.
create table declarations (
  id bigint generated always as identity primary key,
  membership_id bigint not null references memberships,
  year integer not null,
  promise_id bigint not null references promises,
  kept boolean not null,
  points_to text,
  link text,
  declared_by bigint not null references people,
  declared_on date not null,
  declared_at timestamptz not null default now(),
  version integer not null default 1,
  constraint declarations_once unique (membership_id, year, promise_id)
);
comment on table declarations is 'personal: who declared; kept: 6 years';

-- What a deputy made ready for the head, who alone declares; gone once the head has.
create table declaration_preparations (
  id bigint generated always as identity primary key,
  membership_id bigint not null references memberships,
  year integer not null,
  promise_id bigint not null references promises,
  kept boolean,
  points_to text,
  link text,
  prepared_by bigint not null references people,
  prepared_at timestamptz not null default now(),
  version integer not null default 1,
  constraint declaration_preparations_once unique (membership_id, year, promise_id)
);
comment on table declaration_preparations is 'personal: who prepared; kept: 1 year';

-- Stronger ways in, and what was proven with them.
create table passkeys (
  id text primary key,
  person_id bigint not null references people on delete cascade,
  name text not null,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text,
  backed_up boolean not null default false,
  made_at timestamptz not null default now(),
  used_at timestamptz
);
create index passkeys_person on passkeys (person_id);
comment on table passkeys is 'personal: public keys of devices; kept: leaving + 1 year';

-- What a passkey was asked to answer: by nobody yet known where somebody signs in.
create table passkey_challenges (
  challenge text primary key,
  person_id bigint references people on delete cascade,
  purpose text not null,
  -- The site that asked, as browsers say it.
  origin text not null,
  expires_at timestamptz not null
);
comment on table passkey_challenges is 'personal: none; kept: minutes';

-- A code sent by mail for one purpose of one person.
create table one_time_codes (
  id bigint generated always as identity primary key,
  person_id bigint not null references people on delete cascade,
  purpose text not null,
  code_digest text not null,
  attempts integer not null default 0,
  expires_at timestamptz not null,
  -- When it was typed rightly; and when what it was for was done.
  proven_at timestamptz,
  used_at timestamptz
);
create index one_time_codes_person on one_time_codes (person_id, purpose);
comment on table one_time_codes is 'personal: digest of a code; kept: 1 day';

-- The way back from a provider of identities that somebody was sent to.
create table provider_visits (
  state text primary key,
  provider text not null,
  nonce text not null,
  verifier text not null,
  -- Who connects it to themselves; none where somebody signs in.
  person_id bigint references people on delete cascade,
  next text not null default '/',
  expires_at timestamptz not null
);
comment on table provider_visits is 'personal: none; kept: minutes';

create table connections (
  id bigint generated always as identity unique,
  provider text not null,
  subject text not null,
  person_id bigint not null references people on delete cascade,
  address text,
  made_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (provider, subject)
);
create index connections_person on connections (person_id);
comment on table connections is 'personal: account at a provider; kept: leaving + 1 year';

-- Who has stopped the daily digest, and what each was last told.
create table digest_stops (
  person_id bigint primary key references people on delete cascade,
  stopped_at timestamptz not null default now()
);
comment on table digest_stops is 'personal: a choice; kept: leaving + 1 year';
create table digests (
  person_id bigint not null references people on delete cascade,
  sent_on date not null,
  -- A mark of each thing told of, so that the next digest knows what is new.
  told text[] not null,
  primary key (person_id, sent_on)
);
comment on table digests is 'personal: when somebody was written to; kept: 90 days';

-- Where whoever gets this mail stops others like it; none for mail that nobody stops, such as a link to sign in.
alter table mails add column stop_link text;
create index mails_stopped on mails (stop_link) where stop_link is not null;
