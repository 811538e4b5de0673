-- Every query and upload that has ended, by whatever interface it came. There is a partition for
-- each day (UTC) of `began`; the program makes them ahead, and drops the old ones.
--
-- `id` is that of the execution. Names are as they were then: what they name may be gone.
create table finished_statement (
  id uuid not null,
  began timestamptz not null,
  ended timestamptz not null,
  environment_id uuid not null,
  environment_slug text not null,
  worker text not null,
  work text not null,
  query_id uuid not null,
  session_id text not null,
  principal_id uuid not null,
  principal_name text not null,
  client_interface text not null,
  client_address text not null,
  text text not null,
  visible boolean not null,
  requested_by text,
  user_agent text not null,
  rows bigint not null,
  bytes_sent bigint not null,
  bytes_received bigint not null,
  error_code text,
  error_message text,
  primary key (id, began)
) partition by range (began);

create index finished_statement_query on finished_statement (query_id, principal_id);
create index finished_statement_environment on finished_statement (environment_id, began, id);
create index finished_statement_principal on finished_statement (principal_id, began, id);
