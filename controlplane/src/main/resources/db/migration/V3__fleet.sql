-- Which processes are members, and how they became it. What shows again within seconds, such as
-- who is connected and how busy it is, is not kept here.

-- The certificate authority by which members are known, made once.
create table authority (
  only_one boolean primary key default true check (only_one),
  certificate text not null,
  sealed_key bytea not null,
  created_at timestamptz not null default clock_timestamp()
);

create table member (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('worker', 'gateway')),
  slug text not null,
  environment_id uuid references environment on delete cascade,
  -- Started by the platform, which may also end it.
  hosted boolean not null,
  desired text not null default 'online' check (desired in ('online', 'draining', 'stopped')),
  -- What it has said last. A control plane that has just started knows no more of a member that
  -- has not come back yet, and must not tell others less.
  address text,
  grant_key text,
  created_at timestamptz not null,
  seen_at timestamptz,
  lost_at timestamptz,
  revoked_at timestamptz,
  check ((kind = 'worker') = (environment_id is not null))
);

create unique index member_slug on member (slug) where revoked_at is null;

-- Only the SHA-256 of a token's secret is kept.
create table enrollment_token (
  id uuid primary key default gen_random_uuid(),
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  kind text not null check (kind in ('worker', 'gateway')),
  environment_id uuid references environment on delete cascade,
  slug text,
  hosted boolean not null,
  label text not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  redeemed_at timestamptz,
  redeemed_from text,
  member_id uuid references member on delete set null,
  revoked_at timestamptz,
  check ((kind = 'worker') = (environment_id is not null))
);

create table fleet_event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  what text not null,
  -- Who asked for it, or from where it came.
  who text not null,
  slug text not null,
  detail text not null
);

create index fleet_event_what on fleet_event (what, id);

-- A worker that was away has to learn that a principal is gone. It can only come back while its
-- certificate lives, which is far less than this remembers.
create table removed_principal (
  id uuid primary key,
  removed_at timestamptz not null default clock_timestamp()
);

create function remember_removed_principal() returns trigger
language plpgsql set search_path from current as $$
begin
  insert into removed_principal (id) values (old.id) on conflict (id) do nothing;
  delete from removed_principal where removed_at < clock_timestamp() - interval '30 days';
  return null;
end
$$;

create trigger remember_removed after delete on principal
  for each row execute function remember_removed_principal();

-- Tells all control planes which table was changed, when the change is committed.
create function announce_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('platform', 'changed ' || tg_table_name);
  return null;
end
$$;

create trigger announce after insert or update or delete on environment
  for each statement execute function announce_change();
create trigger announce after insert or update or delete on principal
  for each statement execute function announce_change();
create trigger announce after insert or update or delete on credential
  for each statement execute function announce_change();
create trigger announce after insert or update or delete on managed_database
  for each statement execute function announce_change();
-- Not for seen_at, which is written all the time.
create trigger announce
  after insert or delete or update of desired, address, grant_key, lost_at, revoked_at on member
  for each statement execute function announce_change();
