-- Subscriptions, and the alliance's money (clause 25). Money is whole pence; a debit is positive, a credit negative.

-- Who invoices: the host that keeps the alliance's account, and how it wants to be paid. One row.
create table billing_settings (
  id integer primary key default 1 check (id = 1),
  host_name text not null check (host_name <> ''),
  address text not null check (address <> ''),
  town text not null check (town <> ''),
  postcode text not null check (postcode <> ''),
  -- Its number at Companies House, the Charity Commission or wherever it is registered.
  legal_id text check (legal_id <> ''),
  vat_number text check (vat_number ~ '^GB(\d{9}|\d{12}|GD\d{3}|HA\d{3})$'),
  email text not null check (email <> ''),
  telephone text check (telephone <> ''),
  account_name text not null check (account_name <> ''),
  sort_code text not null check (sort_code ~ '^\d{6}$'),
  account_number text not null check (account_number ~ '^\d{8}$'),
  payment_days integer not null default 30 check (payment_days between 0 and 120),
  vat text not null default 'outside' check (vat in ('outside', 'exempt', 'zero', 'standard')),
  vat_reason text check (vat_reason <> ''),
  invoice_prefix text not null default 'INV' check (invoice_prefix ~ '^[A-Z]{1,6}$'),
  credit_prefix text not null default 'CN' check (credit_prefix ~ '^[A-Z]{1,6}$'),
  -- The code in the host's own ledger that an internal recharge credits.
  recharge_code text check (recharge_code <> ''),
  -- The month in which the host's financial year begins: April for a council, September for an academy.
  financial_year_month integer not null default 4 check (financial_year_month between 1 and 12),
  -- Days past due after which a school is reminded the first, second and third time.
  first_reminder integer not null default 7 check (first_reminder between 1 and 365),
  second_reminder integer not null default 21 check (second_reminder between 1 and 365),
  third_reminder integer not null default 35 check (third_reminder between 1 and 365),
  version integer not null default 1,
  check (first_reminder < second_reminder and second_reminder < third_reminder),
  check (invoice_prefix <> credit_prefix),
  check ((vat in ('outside', 'exempt')) = (vat_reason is not null)),
  check (vat not in ('exempt', 'zero', 'standard') or vat_number is not null)
);
comment on table billing_settings is 'personal: none; kept: while the alliance runs';

-- How a school is invoiced, where it differs from its entry in the list of schools.
create table payers (
  id bigint generated always as identity primary key,
  membership_id bigint not null unique references memberships,
  pay_by text not null check (pay_by in ('invoice', 'recharge')),
  name text not null check (name <> ''),
  address text not null check (address <> ''),
  town text not null check (town <> ''),
  postcode text not null check (postcode <> ''),
  -- A finance office's mailbox; who is written to besides the business manager.
  email text check (email <> ''),
  -- The school's code in the host's ledger, debited by a recharge.
  cost_centre text check (cost_centre <> ''),
  version integer not null default 1
);
comment on table payers is 'personal: a mailbox; kept: 6 years after the financial year';

create table purchase_orders (
  id bigint generated always as identity primary key,
  membership_id bigint not null references memberships,
  year integer not null,
  number text not null check (number <> ''),
  version integer not null default 1,
  unique (membership_id, year)
);
comment on table purchase_orders is 'personal: none; kept: 6 years after the financial year';

create table billing_runs (
  id bigint generated always as identity primary key,
  year integer not null,
  issued_on date not null,
  run_by bigint references people,
  run_at timestamptz not null default now()
);
comment on table billing_runs is 'personal: who ran it; kept: 6 years after the financial year';

-- The last number taken of each series. It is taken in the transaction that issues, so that none is ever left out.
create table invoice_series (
  kind text primary key check (kind in ('invoice', 'credit note')),
  last integer not null
);
comment on table invoice_series is 'personal: none; kept: life of the alliance';

-- An invoice or a credit note as it was issued, with everything it said then. It is never changed.
create table invoices (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('invoice', 'credit note')),
  number integer not null,
  prefix text not null,
  membership_id bigint not null references memberships,
  -- The academic year it is for.
  year integer not null,
  run_id bigint references billing_runs,
  -- Of a credit note: what it credits, and why.
  credits_id bigint references invoices,
  reason text check (reason <> ''),
  pay_by text not null check (pay_by in ('invoice', 'recharge')),
  issued_on date not null,
  due_on date not null,
  -- What a payer gives the bank: an ISO 11649 creditor reference of at most 18 characters with two check digits.
  reference text check (reference ~ '^RF\d\d[A-Z0-9]{1,14}$'),
  purchase_order text,
  buyer_name text not null,
  -- Not known of every school; an invoice that says VAT has it (VAT Regulations 1995, regulation 14).
  buyer_address text,
  buyer_town text,
  buyer_postcode text,
  cost_centre text,
  seller_name text not null,
  seller_address text not null,
  seller_town text not null,
  seller_postcode text not null,
  seller_legal_id text,
  seller_vat_number text,
  seller_email text not null,
  seller_telephone text,
  account_name text not null,
  sort_code text not null,
  account_number text not null,
  vat text not null check (vat in ('outside', 'exempt', 'zero', 'standard')),
  vat_reason text,
  vat_per_cent integer not null check ((vat = 'standard') = (vat_per_cent > 0) and vat_per_cent between 0 and 100),
  net_pence bigint not null check (net_pence > 0),
  vat_pence bigint not null check (vat_pence >= 0),
  total_pence bigint not null,
  issued_by bigint references people,
  issued_at timestamptz not null default now(),
  constraint invoices_number unique (kind, number),
  constraint invoices_reference unique (reference),
  unique (id, membership_id),
  check (total_pence = net_pence + vat_pence),
  check ((vat = 'standard') or vat_pence = 0),
  check ((kind = 'credit note') = (credits_id is not null) and (kind = 'credit note') = (reason is not null)),
  check ((kind = 'invoice') = (reference is not null)),
  check (due_on >= issued_on),
  check (vat = 'outside' or (buyer_address is not null and buyer_town is not null and buyer_postcode is not null)),
  foreign key (credits_id, membership_id) references invoices (id, membership_id)
);
create index invoices_membership on invoices (membership_id, year);
create index invoices_credits on invoices (credits_id) where credits_id is not null;
create index invoices_year on invoices (year, kind);
comment on table invoices is 'personal: who issued it; kept: 6 years after the financial year';

create table invoice_lines (
  id bigint generated always as identity primary key,
  invoice_id bigint not null references invoices,
  position integer not null check (position > 0),
  -- What it is for: which income it is counted as.
  what text not null check (what in ('subscription', 'charge')),
  says text not null check (says <> ''),
  net_pence bigint not null check (net_pence > 0),
  from_on date,
  to_on date,
  unique (invoice_id, position),
  check (from_on <= to_on)
);
comment on table invoice_lines is 'personal: none; kept: 6 years after the financial year';

-- Which invoice asks a school for a year's subscription: one stands at a time. A credit note of the whole releases it.
create table subscription_charges (
  invoice_id bigint primary key references invoices,
  membership_id bigint not null,
  year integer not null,
  released_by bigint references invoices,
  foreign key (invoice_id, membership_id) references invoices (id, membership_id)
);
create unique index subscription_charges_once on subscription_charges (membership_id, year) where released_by is null;
comment on table subscription_charges is 'personal: none; kept: 6 years after the financial year';

-- When an invoice was sent, and to whom.
create table invoice_sendings (
  id bigint generated always as identity primary key,
  invoice_id bigint not null references invoices,
  recipient text not null,
  -- The first time when it was issued; once more whenever the office asks for it.
  nth integer not null default 1 check (nth > 0),
  sent_at timestamptz not null default now(),
  constraint invoice_sendings_once unique (invoice_id, recipient, nth)
);
comment on table invoice_sendings is 'personal: an address; kept: 6 years after the financial year';

create function take_invoice_number() returns trigger language plpgsql as $$
begin
  insert into invoice_series as s (kind, last) values (new.kind, 1)
    on conflict (kind) do update set last = s.last + 1 returning s.last into new.number;
  return new;
end $$;
create trigger take_number before insert on invoices for each row execute function take_invoice_number();

create function never_changed() returns trigger language plpgsql as $$
begin
  raise exception '% is never changed', tg_table_name using errcode = 'integrity_constraint_violation', constraint = 'never_changed';
end $$;
create trigger never_changed before update or delete on invoices for each row execute function never_changed();
create trigger never_changed before update or delete on invoice_lines for each row execute function never_changed();

create function lines_are_the_invoice() returns trigger language plpgsql as $$
declare
  invoice bigint := case tg_table_name when 'invoices' then new.id else (to_jsonb(new) ->> 'invoice_id')::bigint end;
begin
  if (select net_pence from invoices where id = invoice) is distinct from (select sum(net_pence) from invoice_lines where invoice_id = invoice) then
    raise exception 'the lines do not add up to the invoice' using errcode = 'check_violation', constraint = 'invoices_lines';
  end if;
  return null;
end $$;
create constraint trigger adds_up after insert on invoices deferrable initially deferred for each row execute function lines_are_the_invoice();
create constraint trigger adds_up after insert on invoice_lines deferrable initially deferred for each row execute function lines_are_the_invoice();

-- What is spent on: the purposes of the fund report.
create table purposes (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  version integer not null default 1
);
create unique index purposes_name on purposes (lower(name));
comment on table purposes is 'personal: none; kept: life of the alliance';
create function usual_purposes() returns setof text language sql immutable as $$
  select unnest(array['Cover for support days', 'Courses and conferences', 'Hubs and their meetings', 'Peer review and rounds',
    'Resources and data', 'Help from partners', 'Running the alliance', 'Bank charges'])
$$;
create function begin_with_usual_purposes() returns trigger language plpgsql as $$
begin
  insert into purposes (name) select usual_purposes();
  return null;
end $$;
create trigger usual_purposes after insert on alliance for each row execute function begin_with_usual_purposes();
insert into purposes (name) select usual_purposes() where exists (select from alliance);

-- The books: every movement of money is an entry whose lines add up to nothing. What was posted is never changed; what
-- was wrong is reversed by an entry of its own.
create table journal_entries (
  id bigint generated always as identity primary key,
  dated_on date not null,
  kind text not null check (kind in ('opening', 'invoice', 'credit note', 'payment', 'match', 'write-off', 'reversal')),
  says text not null check (says <> ''),
  -- The record it comes from, as the audit log names it.
  subject text not null,
  reverses_id bigint references journal_entries,
  posted_by bigint references people,
  posted_at timestamptz not null default now(),
  constraint journal_entries_reversed_once unique (reverses_id),
  check ((kind = 'reversal') = (reverses_id is not null))
);
create index journal_entries_dated on journal_entries (dated_on);
create index journal_entries_subject on journal_entries (subject);
comment on table journal_entries is 'personal: who posted it; kept: 6 years after the financial year';

create table journal_lines (
  id bigint generated always as identity primary key,
  entry_id bigint not null references journal_entries,
  account text not null check (account in ('bank', 'members', 'unmatched', 'vat', 'reserve', 'subscriptions', 'charges',
    'other income', 'spending', 'written off')),
  membership_id bigint references memberships,
  invoice_id bigint,
  purpose_id bigint references purposes,
  pence bigint not null check (pence <> 0),
  check ((account = 'members') = (membership_id is not null)),
  check ((account = 'spending') = (purpose_id is not null)),
  check (invoice_id is null or account = 'members'),
  foreign key (invoice_id, membership_id) references invoices (id, membership_id)
);
create index journal_lines_entry on journal_lines (entry_id);
create index journal_lines_account on journal_lines (account);
create index journal_lines_membership on journal_lines (membership_id) where membership_id is not null;
create index journal_lines_invoice on journal_lines (invoice_id) where invoice_id is not null;
comment on table journal_lines is 'personal: none; kept: 6 years after the financial year';

create trigger never_changed before update or delete on journal_entries for each row execute function never_changed();
create trigger never_changed before update or delete on journal_lines for each row execute function never_changed();

-- Of two at once who settle one invoice the second waits, so that the check at the end sees both.
create function hold_the_invoice() returns trigger language plpgsql security definer as $$
begin
  perform from invoices where id = new.invoice_id for no key update;
  return new;
end $$;
create trigger hold_the_invoice before insert on journal_lines for each row when (new.invoice_id is not null) execute function hold_the_invoice();

create function every_movement_balances() returns trigger language plpgsql security definer as $$
declare
  entry bigint := case tg_table_name when 'journal_entries' then new.id else (to_jsonb(new) ->> 'entry_id')::bigint end;
begin
  if (select count(*) < 2 or sum(pence) <> 0 from journal_lines where entry_id = entry) then
    raise exception 'an entry does not balance' using errcode = 'check_violation', constraint = 'journal_balances';
  end if;
  return null;
end $$;
create constraint trigger balances after insert on journal_entries deferrable initially deferred for each row execute function every_movement_balances();
create constraint trigger balances after insert on journal_lines deferrable initially deferred for each row execute function every_movement_balances();

-- No invoice is settled by more than it asks: what is paid above it stands on the school's account. Nor does one ask
-- for more than it said.
create function settled_to_the_penny() returns trigger language plpgsql security definer as $$
declare
  owed bigint;
begin
  select sum(pence) into owed from journal_lines where invoice_id = new.invoice_id;
  if owed < 0 or owed > (select total_pence from invoices where id = new.invoice_id) then
    raise exception 'an invoice is settled by what it asks' using errcode = 'check_violation', constraint = 'invoices_settled';
  end if;
  return null;
end $$;
create constraint trigger settled after insert on journal_lines deferrable initially deferred for each row
  when (new.invoice_id is not null) execute function settled_to_the_penny();

-- What stands on a school’s account beside its invoices is the school’s own: of two who pay it back or use it at once the
-- second waits, and no more of it goes than is there.
create function hold_the_account() returns trigger language plpgsql security definer as $$
begin
  perform from memberships where id = new.membership_id for no key update;
  return new;
end $$;
create trigger hold_the_account before insert on journal_lines for each row
  when (new.account = 'members' and new.invoice_id is null and new.pence > 0) execute function hold_the_account();
create function no_more_than_is_on_account() returns trigger language plpgsql security definer as $$
begin
  if (select sum(pence) from journal_lines where membership_id = new.membership_id and invoice_id is null) > 0 then
    raise exception 'no more goes from an account than stands on it' using errcode = 'check_violation', constraint = 'accounts_in_favour';
  end if;
  return null;
end $$;
create constraint trigger in_favour after insert on journal_lines deferrable initially deferred for each row
  when (new.account = 'members' and new.invoice_id is null and new.pence > 0) execute function no_more_than_is_on_account();

create table bank_mappings (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  -- The headings of the file it reads, joined by a line break, as they stand in its first row.
  headings text not null unique,
  date_column text not null,
  amount_column text,
  in_column text,
  out_column text,
  payer_column text,
  says_column text not null,
  balance_column text,
  version integer not null default 1,
  check ((amount_column is null) = (in_column is not null) and (in_column is null) = (out_column is null))
);
comment on table bank_mappings is 'personal: none; kept: while the alliance runs';

create table bank_statements (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  format text not null check (format in ('csv', 'camt.053')),
  digest text not null,
  account text,
  from_on date not null,
  to_on date not null,
  opening_pence bigint,
  closing_pence bigint,
  -- How many lines it has, and how many of them were not known before.
  lines integer not null check (lines > 0),
  new_lines integer not null check (new_lines between 0 and lines),
  -- Lines that are no movement of money yet, or of nothing.
  left_out integer not null default 0 check (left_out >= 0),
  imported_by bigint references people,
  imported_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by bigint references people,
  check (from_on <= to_on)
);
comment on table bank_statements is 'personal: who brought it in; kept: 6 years after the financial year';

-- A file whose columns nobody named yet waits here until somebody did.
create table bank_uploads (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  content bytea not null,
  given_by bigint references people,
  given_at timestamptz not null default now(),
  -- What came of it, once its columns were named.
  statement_id bigint references bank_statements
);
comment on table bank_uploads is 'personal: as the file; kept: 7 days';

-- Charges to maintained schools that the host moves between cost centres of its own ledger.
create table recharges (
  id bigint generated always as identity primary key,
  made_on date not null,
  made_by bigint references people,
  -- When the host took it into its ledger, under which number of its own.
  taken_on date,
  taken_as text check (taken_as <> ''),
  taken_by bigint references people,
  cancelled_at timestamptz,
  cancelled_by bigint references people,
  version integer not null default 1,
  check ((taken_on is null) = (taken_as is null)),
  check (taken_on is null or cancelled_at is null)
);
comment on table recharges is 'personal: who made it; kept: 6 years after the financial year';
create table recharge_lines (
  recharge_id bigint not null references recharges,
  invoice_id bigint not null references invoices,
  pence bigint not null check (pence > 0),
  cost_centre text not null,
  -- Cleared with the recharge that it stood in, so that it may stand in the next.
  live boolean not null default true,
  primary key (recharge_id, invoice_id)
);
create unique index recharge_lines_once on recharge_lines (invoice_id) where live;
comment on table recharge_lines is 'personal: none; kept: 6 years after the financial year';

-- Money that came in (positive) or went out (negative).
create table payments (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('bank', 'recharge', 'hand')),
  statement_id bigint references bank_statements,
  recharge_id bigint references recharges,
  dated_on date not null,
  pence bigint not null check (pence <> 0),
  payer text,
  says text not null,
  -- What tells a line of a bank statement from every other: its day, sum and words, and which of several alike it is.
  fingerprint text,
  entry_id bigint not null references journal_entries,
  recorded_by bigint references people,
  recorded_at timestamptz not null default now(),
  cancelled_at timestamptz,
  cancelled_by bigint references people,
  cancelled_why text,
  version integer not null default 1,
  check ((kind = 'bank') = (statement_id is not null) and (kind = 'bank') = (fingerprint is not null)),
  check ((kind = 'recharge') = (recharge_id is not null)),
  check ((cancelled_at is null) = (cancelled_why is null))
);
create unique index payments_once on payments (fingerprint) where cancelled_at is null;
create unique index payments_recharge on payments (recharge_id) where cancelled_at is null;
create index payments_dated on payments (dated_on);
create index payments_statement on payments (statement_id);
comment on table payments is 'personal: who paid, where a person did; kept: 6 years after the financial year';

-- What a payment was for: an invoice, a school's account, a purpose, or other income. Undone, it stays with who and why.
create table allocations (
  id bigint generated always as identity primary key,
  payment_id bigint not null references payments,
  -- Of the sign of its payment.
  pence bigint not null check (pence <> 0),
  invoice_id bigint,
  membership_id bigint references memberships,
  purpose_id bigint references purposes,
  entry_id bigint not null references journal_entries,
  -- How it was found: by its reference, by hand, or with the recharge it is of.
  how text not null check (how in ('reference', 'hand', 'recharge')),
  allocated_by bigint references people,
  allocated_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by bigint references people,
  undone_why text check (undone_why <> ''),
  undo_entry_id bigint references journal_entries,
  check (invoice_id is null or (membership_id is not null and pence > 0)),
  check (purpose_id is null or membership_id is null),
  check ((undone_at is null) = (undone_why is null) and (undone_at is null) = (undo_entry_id is null)),
  foreign key (invoice_id, membership_id) references invoices (id, membership_id)
);
create index allocations_payment on allocations (payment_id);
create index allocations_invoice on allocations (invoice_id) where invoice_id is not null;
create index allocations_membership on allocations (membership_id) where membership_id is not null;
comment on table allocations is 'personal: who matched it; kept: 6 years after the financial year';

-- A payment is given away once: of two at once the second finds how much is left.
create function no_more_than_was_paid() returns trigger language plpgsql security definer as $$
declare
  paid bigint;
  cancelled timestamptz;
  given bigint;
begin
  select pence, cancelled_at into paid, cancelled from payments where id = new.payment_id for no key update;
  select coalesce(sum(pence), 0) into given from allocations where payment_id = new.payment_id and undone_at is null and id <> new.id;
  if new.undone_at is null and (cancelled is not null or sign(new.pence) <> sign(paid) or abs(given + new.pence) > abs(paid)) then
    raise exception 'a payment is matched to no more than it is' using errcode = 'check_violation', constraint = 'allocations_payment';
  end if;
  return new;
end $$;
create trigger no_more before insert or update on allocations for each row execute function no_more_than_was_paid();
create function matched_first() returns trigger language plpgsql security definer as $$
begin
  if new.cancelled_at is not null and exists (select from allocations where payment_id = new.id and undone_at is null) then
    raise exception 'a matched payment is not cancelled' using errcode = 'check_violation', constraint = 'payments_matched';
  end if;
  return new;
end $$;
create trigger matched_first before update on payments for each row execute function matched_first();

create table write_offs (
  id bigint generated always as identity primary key,
  invoice_id bigint not null references invoices,
  pence bigint not null check (pence > 0),
  -- The decision of the board, where it is recorded here, and how it is cited.
  decision_id bigint references decisions,
  decision text not null check (decision <> ''),
  why text not null check (why <> ''),
  entry_id bigint not null references journal_entries,
  written_by bigint references people,
  written_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by bigint references people,
  undone_why text check (undone_why <> ''),
  undo_entry_id bigint references journal_entries,
  check ((undone_at is null) = (undone_why is null) and (undone_at is null) = (undo_entry_id is null))
);
create index write_offs_invoice on write_offs (invoice_id);
comment on table write_offs is 'personal: who wrote it off; kept: 6 years after the financial year';

create table payment_reminders (
  id bigint generated always as identity primary key,
  invoice_id bigint not null references invoices,
  step integer not null check (step between 1 and 3),
  owed_pence bigint not null,
  recipients text not null,
  sent_on date not null,
  unique (invoice_id, step)
);
comment on table payment_reminders is 'personal: addresses; kept: 6 years after the financial year';

-- Reminders of an invoice are held until a day: a query, or a promise to pay.
create table invoice_holds (
  id bigint generated always as identity primary key,
  invoice_id bigint not null unique references invoices,
  until_on date not null,
  why text not null check (why <> ''),
  held_by bigint references people,
  version integer not null default 1
);
comment on table invoice_holds is 'personal: who held it; kept: 6 years after the financial year';

-- What a thing would have cost elsewhere, where somebody knows it and from where. Never an estimate of ours.
create table known_prices (
  id bigint generated always as identity primary key,
  what text not null check (what in ('support day', 'course', 'hub meeting', 'resource', 'package')),
  -- The course or package it is of; for all of its kind where there is none.
  course_id bigint references courses on delete cascade,
  package_id bigint references packages on delete cascade,
  pence bigint not null check (pence between 1 and 10000000),
  -- Where the price is from, so that a governor can look it up.
  source text not null check (source <> ''),
  from_year integer not null,
  version integer not null default 1,
  check (course_id is null or what = 'course'),
  check (package_id is null or what = 'package')
);
create unique index known_prices_once on known_prices (what, coalesce(course_id, 0), coalesce(package_id, 0), from_year);
comment on table known_prices is 'personal: none; kept: life of the alliance';

-- Who reads what: the office everything; a school's head and business manager their own; nobody else a row.
create function sees_money_of(membership bigint) returns boolean language sql stable as $$
  select viewer_sees('everything') or viewer_sees('money of ' || membership)
$$;
alter table payers enable row level security;
create policy own on payers using (sees_money_of(membership_id));
alter table purchase_orders enable row level security;
create policy own on purchase_orders using (sees_money_of(membership_id));
alter table invoices enable row level security;
create policy own on invoices using (sees_money_of(membership_id));
alter table invoice_lines enable row level security;
create policy as_the_invoice on invoice_lines using (exists (select from invoices i where i.id = invoice_id));
alter table subscription_charges enable row level security;
create policy own on subscription_charges using (sees_money_of(membership_id));
alter table invoice_sendings enable row level security;
create policy as_the_invoice on invoice_sendings using (exists (select from invoices i where i.id = invoice_id));
alter table journal_lines enable row level security;
create policy own on journal_lines using ((select viewer_sees('everything')) or (membership_id is not null and sees_money_of(membership_id)));
alter table journal_entries enable row level security;
create policy own on journal_entries using ((select viewer_sees('everything')) or exists (select from journal_lines l where l.entry_id = journal_entries.id));
alter table allocations enable row level security;
create policy own on allocations using ((select viewer_sees('everything')) or (membership_id is not null and sees_money_of(membership_id)));
alter table write_offs enable row level security;
create policy as_the_invoice on write_offs using (exists (select from invoices i where i.id = invoice_id));
alter table payment_reminders enable row level security;
create policy as_the_invoice on payment_reminders using (exists (select from invoices i where i.id = invoice_id));
alter table invoice_holds enable row level security;
create policy as_the_invoice on invoice_holds using (exists (select from invoices i where i.id = invoice_id));
alter table payments enable row level security;
create policy office on payments using ((select viewer_sees('everything')));
alter table bank_statements enable row level security;
create policy office on bank_statements using ((select viewer_sees('everything')));
alter table bank_uploads enable row level security;
create policy office on bank_uploads using ((select viewer_sees('everything')));
alter table bank_mappings enable row level security;
create policy office on bank_mappings using ((select viewer_sees('everything')));
alter table recharges enable row level security;
create policy office on recharges using ((select viewer_sees('everything')));
alter table recharge_lines enable row level security;
create policy office on recharge_lines using ((select viewer_sees('everything')));

-- Files that a letter brings along.
create table mail_attachments (
  id bigint generated always as identity primary key,
  mail_id bigint not null references mails on delete cascade,
  name text not null,
  type text not null,
  content bytea not null
);
create index mail_attachments_mail on mail_attachments (mail_id);
comment on table mail_attachments is 'personal: as the letter says; kept: as the letter';

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
    when table_name in ('billing_settings', 'bank_mappings', 'recharges', 'invoice_holds', 'payments') then false
    when table_name in ('payers', 'purchase_orders') then sees_money_of((before ->> 'membership_id')::bigint)
    when table_name = 'agenda_items' then exists (select from agenda_items i where i.id = row_id)
    when table_name in ('papers', 'item_minutes', 'decisions', 'meeting_actions', 'item_interests')
      then exists (select from agenda_items i where i.id = (before ->> 'item_id')::bigint)
    when table_name in ('ballots', 'ballot_statements')
      then exists (select from ballots b where b.id = coalesce((before ->> 'ballot_id')::bigint, row_id))
    else true
  end
);

-- What runs as the owner finds our own tables only, and none that a session made for itself.
do $$
declare
  owners record;
begin
  for owners in select oid::regprocedure as name from pg_proc where prosecdef and pronamespace = current_schema::regnamespace loop
    execute format('alter function %s set search_path = %I, public, pg_temp', owners.name, current_schema);
  end loop;
end $$;
