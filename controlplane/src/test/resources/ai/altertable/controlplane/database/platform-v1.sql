SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA platform;
CREATE TABLE platform.api_key (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    prefix text NOT NULL,
    sha256 bytea NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT api_key_sha256_check CHECK ((octet_length(sha256) = 32))
);
CREATE TABLE platform.credential (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    principal_id uuid NOT NULL,
    environment_id uuid NOT NULL,
    username text NOT NULL,
    verifier text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    rotated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT credential_verifier_check CHECK ((verifier ~~ 'SCRAM-SHA-256$%'::text))
);
CREATE TABLE platform.environment (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    name text NOT NULL,
    slug text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE platform.flyway_schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);
CREATE TABLE platform.managed_database (
    id uuid NOT NULL,
    environment_id uuid NOT NULL,
    name text NOT NULL,
    slug text NOT NULL,
    catalog text NOT NULL,
    data_path text NOT NULL,
    is_default boolean DEFAULT false NOT NULL,
    provisioned_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE platform.organization (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    slug text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE platform.principal (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT principal_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'reader'::text])))
);
INSERT INTO platform.api_key VALUES ('50000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000001', 'pk_live_aaaa', '\x53f4ec1115f4097121cf97be800927df2898469e749d526c66922fad4edc80be', '2026-11-21 09:00:05+00');
INSERT INTO platform.credential VALUES ('40000000-0000-4000-8000-000000000001', '30000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000001', 'ann', 'SCRAM-SHA-256$4096:AQEBAQEBAQEBAQEBAQEBAQ==$LkxDMwUQ4VefDD2pRU45ue4YuTTVJVSTgzjr4qBQ2fI=:lShGTOXZk2Qe6+vel+WfljOs5cmpQe5eWZKh+MQOYRE=', '2026-11-21 09:01:00+00', '2026-11-21 10:01:00+00');
INSERT INTO platform.credential VALUES ('40000000-0000-4000-8000-000000000002', '30000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000001', 'Rob O''Neil', 'SCRAM-SHA-256$4096:AgICAgICAgICAgICAgICAg==$8eIemLir2nWSUl11gPQNDY2feJbDiaNgSTMLa0G565w=:ZvNZswGgzKrISReUrgyEg+vk6iKZ+2F3Pi7oQflLE4U=', '2026-11-21 09:02:00+00', '2026-11-21 10:02:00+00');
INSERT INTO platform.credential VALUES ('40000000-0000-4000-8000-000000000003', '30000000-0000-4000-8000-000000000003', '20000000-0000-4000-8000-000000000002', 'zoë', 'SCRAM-SHA-256$4096:AwMDAwMDAwMDAwMDAwMDAw==$RqTd9NpjmZ2sY7T90o5hyvXGczj+xXh4rFdb/QIgM2k=:BFBuX68Fd75OeEJ0xGYWsJ+fVk2xx3QzTlSzmJkuCEA=', '2026-11-21 09:03:00+00', '2026-11-21 10:03:00+00');
INSERT INTO platform.environment VALUES ('20000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000001', 'Production', 'production', '2026-11-21 09:00:01+00');
INSERT INTO platform.environment VALUES ('20000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000001', 'Staging', 'staging', '2026-11-21 09:30:00+00');
INSERT INTO platform.flyway_schema_history VALUES (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"platform"', NULL, 'postgres', '2026-11-22 20:12:02.870134', 0, true);
INSERT INTO platform.flyway_schema_history VALUES (1, '1', 'tenants access catalogs', 'SQL', 'V1__tenants_access_catalogs.sql', -317346978, 'postgres', '2026-11-22 20:12:02.973656', 454, true);
INSERT INTO platform.managed_database VALUES ('60000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000001', 'lakehouse', 'lakehouse', 'lakehouse', 'objects/60000000-0000-4000-8000-000000000001/', true, '2026-11-21 09:00:10+00', '2026-11-21 09:00:01+00');
INSERT INTO platform.managed_database VALUES ('60000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000001', 'Sales 2026', 'sales-2026', 'sales_2026', 'objects/60000000-0000-4000-8000-000000000002/', false, '2026-11-21 09:40:00+00', '2026-11-21 09:00:02+00');
INSERT INTO platform.managed_database VALUES ('60000000-0000-4000-8000-000000000003', '20000000-0000-4000-8000-000000000001', 'half made', 'half-made', 'half_made', 'objects/60000000-0000-4000-8000-000000000003/', false, NULL, '2026-11-21 09:00:03+00');
INSERT INTO platform.managed_database VALUES ('60000000-0000-4000-8000-000000000004', '20000000-0000-4000-8000-000000000002', 'trial', 'trial', 'trial', 'objects/60000000-0000-4000-8000-000000000004/', true, '2026-11-21 09:31:00+00', '2026-11-21 09:00:04+00');
INSERT INTO platform.organization VALUES ('10000000-0000-4000-8000-000000000001', 'Default', 'default', '2026-11-21 09:00:00+00');
INSERT INTO platform.principal VALUES ('30000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000001', 'ann', 'admin', '2026-11-21 09:01:00+00');
INSERT INTO platform.principal VALUES ('30000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000001', 'Rob O''Neil', 'reader', '2026-11-21 09:02:00+00');
INSERT INTO platform.principal VALUES ('30000000-0000-4000-8000-000000000003', '10000000-0000-4000-8000-000000000001', 'zoë', 'admin', '2026-11-21 09:03:00+00');
ALTER TABLE ONLY platform.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);
ALTER TABLE ONLY platform.api_key
    ADD CONSTRAINT api_key_sha256_key UNIQUE (sha256);
ALTER TABLE ONLY platform.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (id);
ALTER TABLE ONLY platform.credential
    ADD CONSTRAINT credential_username_key UNIQUE (username);
ALTER TABLE ONLY platform.environment
    ADD CONSTRAINT environment_organization_id_slug_key UNIQUE (organization_id, slug);
ALTER TABLE ONLY platform.environment
    ADD CONSTRAINT environment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY platform.flyway_schema_history
    ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);
ALTER TABLE ONLY platform.managed_database
    ADD CONSTRAINT managed_database_environment_id_catalog_key UNIQUE (environment_id, catalog);
ALTER TABLE ONLY platform.managed_database
    ADD CONSTRAINT managed_database_environment_id_name_key UNIQUE (environment_id, name);
ALTER TABLE ONLY platform.managed_database
    ADD CONSTRAINT managed_database_environment_id_slug_key UNIQUE (environment_id, slug);
ALTER TABLE ONLY platform.managed_database
    ADD CONSTRAINT managed_database_pkey PRIMARY KEY (id);
ALTER TABLE ONLY platform.organization
    ADD CONSTRAINT organization_pkey PRIMARY KEY (id);
ALTER TABLE ONLY platform.organization
    ADD CONSTRAINT organization_slug_key UNIQUE (slug);
ALTER TABLE ONLY platform.principal
    ADD CONSTRAINT principal_organization_id_name_key UNIQUE (organization_id, name);
ALTER TABLE ONLY platform.principal
    ADD CONSTRAINT principal_pkey PRIMARY KEY (id);
CREATE INDEX credential_principal ON platform.credential USING btree (principal_id);
CREATE INDEX flyway_schema_history_s_idx ON platform.flyway_schema_history USING btree (success);
CREATE UNIQUE INDEX managed_database_default ON platform.managed_database USING btree (environment_id) WHERE is_default;
ALTER TABLE ONLY platform.api_key
    ADD CONSTRAINT api_key_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.organization(id);
ALTER TABLE ONLY platform.credential
    ADD CONSTRAINT credential_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES platform.environment(id);
ALTER TABLE ONLY platform.credential
    ADD CONSTRAINT credential_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES platform.principal(id) ON DELETE CASCADE;
ALTER TABLE ONLY platform.environment
    ADD CONSTRAINT environment_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.organization(id);
ALTER TABLE ONLY platform.managed_database
    ADD CONSTRAINT managed_database_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES platform.environment(id);
ALTER TABLE ONLY platform.principal
    ADD CONSTRAINT principal_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.organization(id);
