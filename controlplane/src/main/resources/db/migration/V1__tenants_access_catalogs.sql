-- Who uses the platform, how they enter, and which databases they have.

create table organization (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  slug text not null unique,
  created_at timestamptz not null default clock_timestamp()
);

create table environment (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references organization,
  name text not null,
  slug text not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (organization_id, slug)
);

create table principal (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references organization,
  name text not null,
  role text not null check (role in ('admin', 'reader')),
  created_at timestamptz not null default clock_timestamp(),
  unique (organization_id, name)
);

-- A name and password by which a principal enters one environment. A client that logs in gives
-- nothing but these two, so the username is unique everywhere.
create table credential (
  id uuid primary key default gen_random_uuid(),
  principal_id uuid not null references principal on delete cascade,
  environment_id uuid not null references environment,
  username text not null unique,
  verifier text not null check (verifier like 'SCRAM-SHA-256$%'),
  created_at timestamptz not null default clock_timestamp(),
  rotated_at timestamptz not null default clock_timestamp()
);

create index credential_principal on credential (principal_id);

-- The prefix tells keys apart in a list; the key itself is kept nowhere.
create table api_key (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references organization,
  prefix text not null,
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  created_at timestamptz not null default clock_timestamp()
);

-- A database counts from the moment that its metadata schema is there: provisioned_at.
create table managed_database (
  id uuid primary key,
  environment_id uuid not null references environment,
  name text not null,
  slug text not null,
  catalog text not null,
  data_path text not null,
  is_default boolean not null default false,
  provisioned_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  unique (environment_id, name),
  unique (environment_id, slug),
  unique (environment_id, catalog)
);

create unique index managed_database_default on managed_database (environment_id) where is_default;
