-- The alliance whose schema this is. One row, made when the office starts or the demonstration is loaded.
create table alliance (
  "only" boolean primary key default true check ("only"),
  name text not null,
  short_name text not null,
  demonstration boolean not null default false
);
comment on table alliance is 'personal: none; kept: life of the alliance';

-- One line an action, written in the same transaction as what it tells of.
create table audit_log (
  seq bigint primary key,
  at timestamptz not null,
  who text not null check (who !~ '[\r\n]'),
  did text not null check (did !~ '[\r\n]'),
  subject text not null check (subject !~ '[\r\n]'),
  details text not null check (details !~ '[\r\n]'),
  previous text not null,
  hash text not null
);
comment on table audit_log is 'personal: ids of people only; kept: life of the alliance';

-- Each line seals the one before it: any altered, missing or added line breaks the chain from there on.
-- The lock makes the lines a single file; it is taken last in an action, so it is held only to its commit.
create function seal_audit_line() returns trigger language plpgsql as $$
declare last record;
begin
  perform pg_advisory_xact_lock(hashtext(tg_table_schema || '.audit_log'));
  select seq, hash into last from audit_log order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.at := clock_timestamp();
  new.previous := coalesce(last.hash, repeat('0', 64));
  new.hash := encode(sha256(convert_to(concat_ws(E'\n', new.seq,
    to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    new.who, new.did, new.subject, new.details, new.previous), 'UTF8')), 'hex');
  return new;
end $$;
create trigger seal before insert on audit_log for each row execute function seal_audit_line();

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only ever added to';
end $$;
create trigger append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_audit_change();

-- A year of records brought in at once: checked first, then applied whole or not at all.
create table imports (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('year', 'people', 'register')),
  source text not null,
  digest text not null,
  state text not null check (state in ('waiting', 'checking', 'faulty', 'checked', 'applying', 'applied', 'undone', 'failed')),
  progress text,
  result jsonb not null default '{}',
  started_by bigint,
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
comment on table imports is 'personal: who imported; kept: 6 years';

-- The files of an import, kept only until it is applied or given up.
create table uploads (
  id bigint generated always as identity primary key,
  import_id bigint not null references imports on delete cascade,
  name text not null,
  content bytea not null
);
comment on table uploads is 'personal: as the files; kept: until the import is applied, at most 7 days';

-- What stood before a row was corrected, replaced by an import or removed.
create table revisions (
  id bigint generated always as identity primary key,
  table_name text not null,
  row_id bigint not null,
  version integer not null,
  before jsonb not null,
  import_id bigint references imports,
  changed_by bigint,
  changed_at timestamptz not null default now()
);
create index revisions_row on revisions (table_name, row_id);
create index revisions_import on revisions (import_id) where import_id is not null;
comment on table revisions is 'personal: as the table it tells of; kept: as that table';

-- A form sent twice acts once: its key is kept in the same transaction as what it did.
create table form_keys (
  key uuid primary key,
  body_digest text not null,
  location text not null,
  at timestamptz not null default now()
);
create index form_keys_at on form_keys (at);
comment on table form_keys is 'personal: none; kept: 2 days';

-- Mail is a row of the action that caused it; a job hands it over.
create table mails (
  id bigint generated always as identity primary key,
  message_id text not null unique,
  recipient text not null,
  subject text not null,
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed')),
  attempts integer not null default 0,
  -- A hand-over broke off after the whole mail had been sent: it may have arrived before it was tried again.
  unsure boolean not null default false,
  last_error text,
  queued_at timestamptz not null default now(),
  sent_at timestamptz
);
create index mails_queued on mails (queued_at desc);
comment on table mails is 'personal: address and text; kept: 90 days';

-- How often one address or account has asked for something within a window of time.
create table rate_limits (
  key text primary key,
  count integer not null,
  resets_at timestamptz not null
);
comment on table rate_limits is 'personal: a digest of an address; kept: minutes';

-- Who is looking, for row-level security: set for one transaction at a time.
create function viewer_sees(what text) returns boolean language sql stable as $$
  select coalesce(current_setting('viewer.sees', true), '') = 'everything'
    or what = any (string_to_array(coalesce(current_setting('viewer.sees', true), ''), ','))
$$;
create function viewer_memberships() returns bigint[] language sql stable as $$
  select coalesce(string_to_array(nullif(current_setting('viewer.memberships', true), ''), ','), '{}')::bigint[]
$$;
create function viewer_person() returns bigint language sql stable as $$
  select nullif(current_setting('viewer.person', true), '')::bigint
$$;
