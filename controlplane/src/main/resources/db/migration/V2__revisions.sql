-- Counts the changes of a principal's role, password and environment. What the platform has handed
-- out for an earlier revision counts no more.
alter table principal add column revision bigint not null default 1;
