-- A person's posts are asked for on every page they open.
create index posts_person on posts (person_id);

-- Two of the office who rename the alliance at once are told of each other.
alter table alliance add column version integer not null default 1;

-- A session belongs to whoever held the address when it was opened: when the address passes on, it ends.
create function end_sessions_of_old_address() returns trigger language plpgsql as $$
begin
  delete from sessions using accounts
    where accounts.id = sessions.account_id and lower(accounts.email) = lower(old.email);
  return null;
end $$;
create trigger end_sessions after update of email on people
  for each row when (old.email is distinct from new.email) execute function end_sessions_of_old_address();
