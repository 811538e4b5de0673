-- The sample database: a small shop. The same rows every time: all that looks random is a hash of
-- a row's number.
CREATE TEMP MACRO pick(i, salt, n) AS (hash(i, salt) % n)::BIGINT;

BEGIN;

CREATE TABLE main.products AS
SELECT
  i AS id,
  ['Aurora', 'Basalt', 'Cedar', 'Dune', 'Ember', 'Fjord', 'Grove', 'Harbor', 'Iris', 'Juniper'][1 + i % 10]
    || ' ' || ['Lamp', 'Chair', 'Desk', 'Shelf', 'Rug', 'Vase', 'Clock', 'Mirror'][1 + i // 10 % 8] AS name,
  ['lighting', 'seating', 'tables', 'storage', 'textiles', 'decor', 'decor', 'decor'][1 + i // 10 % 8] AS category,
  (9 + pick(i, 'price', 49000) / 100.0)::DECIMAL(10, 2) AS price
FROM range(80) t(i);

CREATE TABLE main.users AS
SELECT
  i AS id,
  ['Ada', 'Ben', 'Chloé', 'Dan', 'Eva', 'Femi', 'Grace', 'Hugo', 'Ines', 'Jun', 'Kira', 'Liam'][1 + pick(i, 'first', 12)]
    || ' ' || ['Adams', 'Berg', 'Costa', 'Dubois', 'Eze', 'Fischer', 'García', 'Haddad', 'Ito', 'Jensen'][1 + pick(i, 'last', 10)]
    AS name,
  'user' || i || '@example.com' AS email,
  ['FR', 'DE', 'US', 'GB', 'ES', 'NG', 'JP', 'BR'][1 + pick(i, 'country', 8)] AS country,
  TIMESTAMP '2024-01-01' + to_seconds(pick(i, 'signup', 540 * 86400)) AS created_at
FROM range(5000) t(i);

CREATE TABLE main.orders AS
SELECT
  i AS id,
  u.id AS user_id,
  p.id AS product_id,
  (1 + pick(i, 'quantity', 4))::INTEGER AS quantity,
  ((1 + pick(i, 'quantity', 4)) * p.price)::DECIMAL(12, 2) AS amount,
  ['completed', 'completed', 'completed', 'completed', 'shipped', 'refunded', 'cancelled'][1 + pick(i, 'status', 7)]
    AS status,
  u.created_at + to_seconds(pick(i, 'ordered', 3600 + pick(u.id, 'loyal', 180 * 86400))) AS ordered_at
FROM range(100000) t(i)
JOIN main.users u ON u.id = pick(i, 'user', 5000)
JOIN main.products p ON p.id = pick(i, 'product', 80)
ORDER BY ordered_at, i;

CREATE TABLE main.subscriptions AS
WITH chosen AS (
  SELECT
    id AS user_id,
    created_at + to_days(pick(id, 'trial', 60)::INTEGER) AS started_at,
    pick(id, 'plan', 3) AS plan,
    pick(id, 'months', 18) + 1 AS months,
    pick(id, 'ends', 2) = 0 AS ends
  FROM main.users
  WHERE pick(id, 'subscribes', 5) < 2
)
SELECT
  row_number() OVER (ORDER BY started_at, user_id) AS id,
  user_id,
  ['basic', 'plus', 'pro'][1 + plan] AS plan,
  [9.90, 19.90, 49.90][1 + plan]::DECIMAL(6, 2) AS monthly_price,
  started_at,
  CASE WHEN ends THEN started_at + to_months(months::INTEGER) END AS ended_at
FROM chosen;

CREATE SCHEMA analytics;

CREATE TABLE analytics.retention AS
WITH active AS (
  SELECT DISTINCT
    u.id AS user_id,
    date_trunc('month', u.created_at)::DATE AS cohort,
    datediff('month', date_trunc('month', u.created_at), date_trunc('month', o.ordered_at)) AS month
  FROM main.users u JOIN main.orders o ON o.user_id = u.id
  WHERE o.status NOT IN ('cancelled', 'refunded')
),
cohorts AS (
  SELECT date_trunc('month', created_at)::DATE AS cohort, count(*) AS users FROM main.users GROUP BY ALL
)
SELECT cohort, month, users, count(*) AS active_users, round(count(*) / users, 4) AS retention
FROM active JOIN cohorts USING (cohort)
GROUP BY cohort, month, users
ORDER BY cohort, month;

CREATE TABLE analytics.journey AS
WITH steps AS (
  SELECT id AS user_id, 'signed_up' AS step, created_at AS happened_at FROM main.users
  UNION ALL
  SELECT user_id, 'first_order', min(ordered_at) FROM main.orders GROUP BY user_id
  UNION ALL
  SELECT user_id, 'subscribed', started_at FROM main.subscriptions
  UNION ALL
  SELECT user_id, 'unsubscribed', ended_at FROM main.subscriptions WHERE ended_at IS NOT NULL
)
SELECT user_id, row_number() OVER (PARTITION BY user_id ORDER BY happened_at, step) AS position, step, happened_at
FROM steps
ORDER BY user_id, position;

COMMIT;
