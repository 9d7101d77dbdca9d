-- What a service needs in its own database to send and receive. Run at every start: only what is missing is created.
CREATE SCHEMA IF NOT EXISTS messaging;

-- Messages committed with the rows they speak of, and not yet published. Emptied as fast as it is filled: a vacuum by
-- share of the table would never come at the right time.
CREATE TABLE IF NOT EXISTS messaging.outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lane smallint NOT NULL,
  id uuid NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  type text NOT NULL,
  sequence bigint NOT NULL,
  source text NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload json NOT NULL,
  headers json NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Messages seen, so that a repeat is recognised in the transaction of its effects.
CREATE TABLE IF NOT EXISTS messaging.inbox (
  consumer text NOT NULL,
  message_id uuid NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, message_id)
);
CREATE INDEX IF NOT EXISTS inbox_seen_at ON messaging.inbox USING brin (seen_at);

-- The last days on which a consumer had nothing left to read: what it saw before the oldest of them cannot come again.
CREATE TABLE IF NOT EXISTS messaging.caught_up (
  consumer text NOT NULL,
  day date NOT NULL DEFAULT current_date,
  PRIMARY KEY (consumer, day)
);

-- Who is to be forgotten: a message about them may still come, and become a dead letter.
CREATE TABLE IF NOT EXISTS messaging.erased (
  subject text PRIMARY KEY,
  erased_at timestamptz NOT NULL DEFAULT now()
);

-- Messages that could not be worked with, set aside so that the others get through.
CREATE TABLE IF NOT EXISTS messaging.dead_letter (
  number bigint GENERATED ALWAYS AS IDENTITY,
  consumer text NOT NULL,
  id uuid NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  type text NOT NULL,
  sequence bigint NOT NULL,
  source text NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload json NOT NULL,
  headers json NOT NULL,
  error text NOT NULL,
  attempts int NOT NULL DEFAULT 1,
  failed_at timestamptz NOT NULL DEFAULT now(),
  replay_requested_at timestamptz,
  replayed_at timestamptz,
  PRIMARY KEY (consumer, id)
);
CREATE INDEX IF NOT EXISTS dead_letter_requested ON messaging.dead_letter (consumer, number)
  WHERE replay_requested_at IS NOT NULL;

-- What is to be done later: timers, whose effects and whose removal are one transaction, and jobs, which reach the world
-- outside. One of a name and key at most.
CREATE TABLE IF NOT EXISTS messaging.task (
  name text NOT NULL,
  key text NOT NULL,
  kind text NOT NULL,
  -- Another one whenever it is scheduled again.
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  due_at timestamptz NOT NULL,
  -- When to look at it next: when it is due, when it has waited after a failure, or when a lease ends.
  run_at timestamptz NOT NULL,
  lease uuid,
  attempts int NOT NULL DEFAULT 0,
  payload json NOT NULL,
  headers json NOT NULL,
  PRIMARY KEY (name, key)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
CREATE INDEX IF NOT EXISTS task_run_at ON messaging.task (name, run_at);
CREATE INDEX IF NOT EXISTS dead_letter_timer ON messaging.dead_letter (type, key) WHERE topic = 'timer';

-- What was answered to mutations that carried an idempotency key, by ids; written with their effects.
CREATE TABLE IF NOT EXISTS messaging.answer (
  person text NOT NULL,
  mutation text NOT NULL,
  key text NOT NULL,
  input_hash text NOT NULL,
  answer json NOT NULL,
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (person, mutation, key)
);
CREATE INDEX IF NOT EXISTS answer_answered_at ON messaging.answer USING brin (answered_at);

-- Copies of other domains' rows that are brought in line anew: what this service asked the owner of a topic to announce
-- again, and whether it has heard all of it.
CREATE TABLE IF NOT EXISTS messaging.rebuild (
  id uuid PRIMARY KEY,
  topic text NOT NULL,
  -- The rebuild whose doubts this asks about; none: it asks for everything.
  part_of uuid REFERENCES messaging.rebuild,
  -- A new copy, which the service waits for before it is ready.
  is_first boolean NOT NULL DEFAULT false,
  -- How many rows the owner announced, once it has said so.
  announced bigint,
  doubted_at timestamptz,
  asked_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS rebuild_under_way ON messaging.rebuild (topic)
  WHERE part_of IS NULL AND finished_at IS NULL;

-- The rows that were heard of, until the rebuild is finished.
CREATE TABLE IF NOT EXISTS messaging.rebuild_row (
  rebuild uuid NOT NULL REFERENCES messaging.rebuild ON DELETE CASCADE,
  message_id uuid NOT NULL,
  copied_to text NOT NULL,
  row_key text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (rebuild, message_id, copied_to)
);
CREATE INDEX IF NOT EXISTS rebuild_row_key ON messaging.rebuild_row (rebuild, copied_to, row_key);

-- The rows of a copy that its owner did not announce, or announced as older: the owner is asked about each once more.
CREATE TABLE IF NOT EXISTS messaging.rebuild_doubt (
  rebuild uuid NOT NULL REFERENCES messaging.rebuild ON DELETE CASCADE,
  copied_to text NOT NULL,
  row_key text NOT NULL,
  -- The columns of the key, and the id that the topic is keyed by.
  key_columns json NOT NULL,
  aggregate text NOT NULL,
  version bigint NOT NULL,
  asked_in uuid REFERENCES messaging.rebuild,
  PRIMARY KEY (rebuild, copied_to, row_key)
);
CREATE INDEX IF NOT EXISTS rebuild_doubt_unasked ON messaging.rebuild_doubt (rebuild, aggregate) WHERE asked_in IS NULL;
CREATE INDEX IF NOT EXISTS rebuild_doubt_asked ON messaging.rebuild_doubt (asked_in);

-- What this service announces again because another asked, and how far it is: by kinds of rows, and within one by id.
CREATE TABLE IF NOT EXISTS messaging.announcing (
  id uuid PRIMARY KEY,
  subgraph text NOT NULL,
  topic text NOT NULL,
  events text[] NOT NULL,
  keys text[],
  kind int NOT NULL DEFAULT 0,
  last_id text NOT NULL DEFAULT '',
  announced bigint NOT NULL DEFAULT 0,
  asked_at timestamptz NOT NULL DEFAULT now()
);
