-- Term dates, INSET days and closures. The calendar without memberships is the alliance's own default.
create table calendars (
  id bigint generated always as identity primary key,
  name text not null unique,
  is_default boolean not null default false,
  version integer not null default 1
);
create unique index calendars_default on calendars (is_default) where is_default;
comment on table calendars is 'personal: none; kept: 6 years';

create table calendar_memberships (
  membership_id bigint primary key references memberships on delete cascade,
  calendar_id bigint not null references calendars on delete cascade
);
comment on table calendar_memberships is 'personal: none; kept: 6 years';

create table calendar_dates (
  id bigint generated always as identity primary key,
  calendar_id bigint not null references calendars on delete cascade,
  kind text not null check (kind in ('term', 'half-term', 'inset', 'closure')),
  from_on date not null,
  to_on date not null,
  note text,
  version integer not null default 1,
  import_id bigint references imports,
  check (to_on >= from_on),
  unique (calendar_id, kind, from_on)
);
comment on table calendar_dates is 'personal: none; kept: 6 years';
