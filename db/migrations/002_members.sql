-- In a schema of its own right: other alliances in this database lean on it too.
create extension if not exists btree_gist with schema public;

create table trusts (
  id bigint generated always as identity primary key,
  name text not null unique,
  uid text unique,
  version integer not null default 1,
  import_id bigint references imports
);
comment on table trusts is 'personal: none; kept: life of the alliance';

create table organisations (
  id bigint generated always as identity primary key,
  name text not null unique,
  kind text not null default 'partner' check (kind in ('authority', 'office', 'partner')),
  version integer not null default 1,
  import_id bigint references imports
);
comment on table organisations is 'personal: none; kept: life of the alliance';

-- An establishment as the national register knows it. A URN closes when a school converts; a membership goes on.
create table schools (
  urn integer primary key check (urn between 100000 and 999999),
  name text not null,
  short_name text not null,
  type text,
  phase text,
  status text,
  religious_character text,
  low_age integer check (low_age between 0 and 99),
  high_age integer check (high_age between 0 and 99),
  trust_id bigint references trusts,
  opened_on date,
  closed_on date,
  pupils integer check (pupils >= 0),
  street text,
  town text,
  postcode text,
  website text,
  telephone text,
  head_name text,
  version integer not null default 1,
  import_id bigint references imports
);
comment on table schools is 'personal: public name of a head; kept: life of the alliance';

create table school_links (
  urn integer not null,
  link_urn integer not null,
  link_type text not null,
  established_on date,
  primary key (urn, link_urn, link_type)
);
comment on table school_links is 'personal: none; kept: life of the alliance';

-- One spell of one school in the alliance. Ledgers, votes and signatures hang on this, never on a URN.
create table memberships (
  id bigint generated always as identity primary key,
  joined_on date not null,
  left_on date,
  version integer not null default 1,
  import_id bigint references imports,
  check (left_on is null or left_on >= joined_on)
);
comment on table memberships is 'personal: none; kept: life of the alliance';

create table membership_schools (
  membership_id bigint not null references memberships on delete cascade,
  urn integer not null references schools,
  from_on date not null,
  to_on date,
  import_id bigint references imports,
  primary key (membership_id, from_on),
  check (to_on is null or to_on >= from_on),
  exclude using gist (membership_id with =, daterange(from_on, to_on, '[]') with &&),
  exclude using gist (urn with =, daterange(from_on, to_on, '[]') with &&)
);
comment on table membership_schools is 'personal: none; kept: life of the alliance';

-- A membership under the name its school bears now (or bore last).
create view members with (security_invoker = true) as
  select m.id, s.urn, s.name, s.short_name, s.type, s.phase, s.religious_character, s.low_age, s.high_age,
    s.trust_id, m.joined_on, m.left_on
  from memberships m
  join lateral (select urn from membership_schools ms where ms.membership_id = m.id order by from_on desc limit 1) last on true
  join schools s on s.urn = last.urn;

create table people (
  id bigint generated always as identity primary key,
  ref text unique,
  name text not null check (name <> ''),
  email text,
  version integer not null default 1,
  import_id bigint references imports
);
create unique index people_email on people (lower(email));
comment on table people is 'personal: name and work address; kept: leaving + 1 year, names in minutes for their life';

create table posts (
  id bigint generated always as identity primary key,
  person_id bigint not null references people on delete cascade,
  membership_id bigint references memberships,
  organisation_id bigint references organisations,
  post text not null,
  from_on date,
  to_on date,
  version integer not null default 1,
  import_id bigint references imports,
  check (from_on is null or to_on is null or to_on >= from_on),
  check (num_nonnulls(membership_id, organisation_id) = 1),
  constraint posts_overlap exclude using gist (person_id with =, post with =, coalesce(membership_id, 0) with =, coalesce(organisation_id, 0) with =,
    daterange(from_on, to_on, '[]') with &&)
);
create index posts_membership on posts (membership_id);
comment on table posts is 'personal: who held which post when; kept: leaving + 1 year, with minutes for their life';

-- Sign-in: accounts, sessions and one-time tokens, written by the sign-in library.
create table accounts (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table accounts is 'personal: address; kept: leaving + 1 year';
create table sessions (
  id text primary key,
  token text not null unique,
  account_id text not null references accounts on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_account on sessions (account_id);
comment on table sessions is 'personal: device; kept: until expiry';
create table credentials (
  id text primary key,
  account_id text not null references accounts on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table credentials is 'personal: sign-in secrets; kept: with the account';
create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on verifications (identifier);
comment on table verifications is 'personal: address; kept: minutes';

-- Differences found in the national register, each for a person to approve or leave.
-- What the register says of a school that is not here yet is kept in details until then.
create table register_changes (
  id bigint generated always as identity primary key,
  import_id bigint not null references imports on delete cascade,
  urn integer,
  trust_id bigint references trusts on delete cascade,
  kind text not null check (kind in ('field', 'successor', 'predecessor', 'new', 'trust')),
  field text not null default '',
  was text,
  becomes text,
  effective_on date,
  details jsonb not null default '{}',
  decided_by bigint,
  decided_at timestamptz,
  approved boolean,
  check (num_nonnulls(urn, trust_id) = 1)
);
create index register_changes_open on register_changes (import_id) where approved is null;
create index register_changes_about on register_changes (urn, kind, field);
comment on table register_changes is 'personal: public name of a head; kept: 6 years';
