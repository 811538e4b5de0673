-- Who may do what, service accounts, and the keys of the management API.
alter table principal
  add column kind text not null default 'user' check (kind in ('user', 'service_account')),
  add column slug text,
  add constraint principal_slug check ((kind = 'service_account') = (slug is not null)),
  drop constraint principal_organization_id_name_key;
create unique index principal_user_name on principal (organization_id, name) where kind = 'user';
create unique index principal_slug_unique on principal (organization_id, slug);

-- What the environment's owner has said about where it is; it means nothing to the platform.
alter table environment
  add column cloud_provider text not null default 'hetzner',
  add column cloud_provider_region text not null default 'fsn1',
  add column updated_at timestamptz not null default clock_timestamp();

alter table managed_database
  add column read_only boolean not null default false,
  add column description text,
  add column bucket text,
  add column snapshot_retention_days integer check (snapshot_retention_days >= 0),
  add column label_ids uuid[] not null default '{}',
  add column updated_at timestamptz not null default clock_timestamp();

create table label (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references organization,
  name text not null,
  color text not null default 'gray',
  unique (organization_id, name)
);

-- A database that is gone for everybody; its schema, roles and files still wait to be removed.
create table removed_database (
  id uuid primary key,
  data_path text not null,
  removed_at timestamptz not null default clock_timestamp()
);

-- A role on exactly one thing: the organization, an environment, or a database.
create table role_assignment (
  principal_id uuid not null references principal on delete cascade,
  role text not null,
  organization_id uuid references organization on delete cascade,
  environment_id uuid references environment on delete cascade,
  database_id uuid references managed_database on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  unique nulls not distinct (principal_id, role, organization_id, environment_id, database_id),
  check (num_nonnulls(organization_id, environment_id, database_id) = 1),
  check (
    case split_part(role, ':', 1)
      when 'organization' then organization_id is not null
        and role in ('organization:admin', 'organization:writer', 'organization:reader',
          'organization:member')
      when 'environment' then environment_id is not null
        and role in ('environment:writer', 'environment:reader', 'environment:member')
      when 'catalog' then database_id is not null
        and role in ('catalog:writer', 'catalog:reader')
      else false
    end)
);
create index role_assignment_environment on role_assignment (environment_id);
create index role_assignment_database on role_assignment (database_id);

insert into role_assignment (principal_id, role, organization_id)
select id, 'organization:' || role, organization_id from principal;
alter table principal drop column role;

-- The default credential is the one that a principal keeps: it cannot be revoked. Until now every
-- user has had just this one. One that has lapsed is known to have expired.
alter table credential
  add column label text not null default 'default',
  add column is_default boolean not null default false,
  add column expires_at timestamptz,
  add column lapsed boolean not null default false;
update credential set is_default = true;
create index credential_expiry on credential (expires_at) where expires_at is not null and not lapsed;
create index credential_environment on credential (environment_id);

create table management_key (
  id uuid primary key default gen_random_uuid(),
  principal_id uuid not null references principal on delete cascade,
  prefix text not null,
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index management_key_principal on management_key (principal_id);
