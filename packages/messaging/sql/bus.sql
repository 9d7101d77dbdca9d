-- The embedded bus: the shape of Kafka in one database. Run at every start: only what is missing is created.
CREATE SCHEMA IF NOT EXISTS bus;

-- The offset that the next record of a partition gets. An append holds this row until it commits, so offsets are dense
-- and become visible in order.
CREATE TABLE IF NOT EXISTS bus.head (
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE IF NOT EXISTS bus.record (
  topic text NOT NULL,
  partition int NOT NULL,
  record_offset bigint NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  type text NOT NULL,
  sequence bigint NOT NULL,
  source text NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload json NOT NULL,
  headers json NOT NULL,
  appended_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, partition, record_offset)
);
CREATE INDEX IF NOT EXISTS record_appended_at ON bus.record USING brin (appended_at);

-- The first offset that a group has not consumed yet.
CREATE TABLE IF NOT EXISTS bus.group_offset (
  consumer_group text NOT NULL,
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (consumer_group, topic, partition)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- When a group last read, and the days on which the bus was open: a group that is gone must not keep its topic for ever.
ALTER TABLE bus.group_offset ADD COLUMN IF NOT EXISTS seen_on date NOT NULL DEFAULT current_date;
-- The types that a group reacts to, all of them where it does not say: for what else comes it is not woken.
ALTER TABLE bus.group_offset ADD COLUMN IF NOT EXISTS types text[];
CREATE TABLE IF NOT EXISTS bus.open_day (day date PRIMARY KEY);
