-- What was taken out of a meeting or a course is found by what the row said: `before @> '{"meeting_id": 12}'`.
create index revisions_before on revisions using gin (before jsonb_path_ops);

-- What a confidential row said before is as confidential as the row.
alter table revisions enable row level security;
create policy as_the_row on revisions using (
  table_name not in ('support_visits', 'reading_tests')
  or (select viewer_sees('everything'))
  or (table_name = 'support_visits' and (select viewer_sees('support')))
);
