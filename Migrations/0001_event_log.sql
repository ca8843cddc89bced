-- The event log: everything that was ever said, in the order in which it was recorded.
--
-- Rows are only ever added. The triggers refuse every other change, and nothing but the primary keys is
-- declared unique, because INSERT OR REPLACE would delete the older row of a clash without any trigger noticing;
-- the insert triggers refuse every clash instead. They guard against mistakes: the evidence is the hash tree.
--
-- Inserting must be quick. A statement that might have to be undone alone makes SQLite copy every page that it changes;
-- so insert triggers FAIL, where nothing is written yet, and no CHECK of a busy table calls a function. How long ids and
-- hashes are is checked by the program, and by verify.

-- This ledger's identity, and the secret under which equal payloads are recognised. The seal is SHA-256 of the
-- three: no leaf holds them, and a changed one should show.
CREATE TABLE ledger (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  secret BLOB NOT NULL CHECK (length(secret) = 32),
  seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;

-- Names that recur: signals, sources, actors, kinds.
CREATE TABLE symbol (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX symbol_by_text ON symbol (text);

-- What events are about: indicators, entities, the ledger itself.
CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  value TEXT NOT NULL
) STRICT;
CREATE INDEX stream_by_value ON stream (value, kind);

CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  event_id BLOB NOT NULL,
  stream INTEGER NOT NULL,
  version INTEGER NOT NULL,
  type INTEGER NOT NULL,
  schema_version INTEGER NOT NULL,
  source INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  tlp INTEGER CHECK (tlp BETWEEN 0 AND 254),
  observed_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  correlation_id BLOB,
  causation_seq INTEGER CHECK (causation_seq >= 1 AND causation_seq < seq),
  facts BLOB NOT NULL,
  payload_hash BLOB,
  leaf_hash BLOB NOT NULL
) STRICT;
-- Time-ordered ids keep this index growing at its right edge.
CREATE INDEX event_by_id ON event (event_id);
-- Every question about one indicator reads its events through this one.
CREATE INDEX event_by_stream ON event (stream, version);

-- Bytes kept apart from events so that they can be erased: vendors' answers, notes, scorecards. Where it pays they are
-- compressed with zlib (RFC 1950), and size is how many there were before; hash and mac are always those of the original.
CREATE TABLE payload (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  salt BLOB,
  mac BLOB,
  bytes BLOB,
  size INTEGER,
  CHECK ((salt IS NULL) = (bytes IS NULL) AND (mac IS NULL) = (bytes IS NULL) AND (size IS NULL OR bytes IS NOT NULL))
) STRICT;
CREATE INDEX payload_by_hash ON payload (hash);
CREATE INDEX payload_by_mac ON payload (mac) WHERE mac IS NOT NULL;

-- The end of the log, written once a transaction: its length, its time, the roots of its complete subtrees.
CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  frontier BLOB NOT NULL CHECK (length(frontier) % 32 = 0)
) STRICT;
INSERT INTO head VALUES (1, 0, 0, x'');

-- Roots of the complete subtrees of 1,024 leaves, the first of which is number 0.
CREATE TABLE subtree (
  number INTEGER PRIMARY KEY,
  root BLOB NOT NULL CHECK (length(root) = 32)
) STRICT;

CREATE TRIGGER ledger_insert BEFORE INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger)
BEGIN SELECT RAISE(ABORT, 'the ledger has an identity already'); END;
CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger''s identity never changes'); END;
CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger''s identity never changes'); END;

CREATE TRIGGER symbol_insert BEFORE INSERT ON symbol
BEGIN
  SELECT RAISE(FAIL, 'symbols are numbered without gaps')
  WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM symbol);
  SELECT RAISE(FAIL, 'a symbol is there already') WHERE EXISTS (SELECT 1 FROM symbol WHERE text = NEW.text);
END;
CREATE TRIGGER symbol_update BEFORE UPDATE ON symbol
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER symbol_delete BEFORE DELETE ON symbol
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER stream_insert BEFORE INSERT ON stream
BEGIN
  SELECT RAISE(FAIL, 'streams are numbered without gaps')
  WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM stream);
  SELECT RAISE(FAIL, 'a stream is there already')
  WHERE EXISTS (SELECT 1 FROM stream WHERE value = NEW.value AND kind = NEW.kind);
END;
CREATE TRIGGER stream_update BEFORE UPDATE ON stream
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER stream_delete BEFORE DELETE ON stream
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER event_insert BEFORE INSERT ON event
BEGIN
  -- Of no event there is no answer, which is right for the first one only.
  SELECT RAISE(FAIL, 'events are numbered without gaps, and none is recorded before the one in front of it')
  WHERE (SELECT seq = NEW.seq - 1 AND recorded_at <= NEW.recorded_at FROM event ORDER BY seq DESC LIMIT 1)
    IS NOT (CASE NEW.seq WHEN 1 THEN NULL ELSE 1 END);
  SELECT RAISE(FAIL, 'an event with this id is there already')
  WHERE EXISTS (SELECT 1 FROM event WHERE event_id = NEW.event_id);
  SELECT RAISE(FAIL, 'the events of a stream are numbered without gaps')
  WHERE (SELECT version FROM event WHERE stream = NEW.stream ORDER BY version DESC LIMIT 1)
    IS NOT (CASE NEW.version WHEN 1 THEN NULL ELSE NEW.version - 1 END);
END;
CREATE TRIGGER event_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER payload_insert BEFORE INSERT ON payload
BEGIN
  SELECT RAISE(FAIL, 'payloads are numbered without gaps')
  WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM payload);
  SELECT RAISE(FAIL, 'a payload is there already') WHERE EXISTS (SELECT 1 FROM payload WHERE hash = NEW.hash);
END;
-- The one change that is allowed: to erase.
CREATE TRIGGER payload_update BEFORE UPDATE ON payload
WHEN NOT (NEW.id IS OLD.id AND NEW.hash IS OLD.hash AND NEW.bytes IS NULL AND OLD.bytes IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a payload can be erased, not changed'); END;
CREATE TRIGGER payload_delete BEFORE DELETE ON payload
BEGIN SELECT RAISE(ABORT, 'a payload can be erased, not removed'); END;

CREATE TRIGGER head_insert BEFORE INSERT ON head
BEGIN SELECT RAISE(ABORT, 'the log has one head'); END;
CREATE TRIGGER head_update BEFORE UPDATE ON head
WHEN NEW.one IS NOT OLD.one OR NEW.seq <= OLD.seq OR NEW.recorded_at < OLD.recorded_at
  OR NEW.seq IS NOT (SELECT max(seq) FROM event)
BEGIN SELECT RAISE(ABORT, 'the head only goes forward and names the last event'); END;
CREATE TRIGGER head_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'the log has one head'); END;

CREATE TRIGGER subtree_insert BEFORE INSERT ON subtree
WHEN NEW.number IS NOT (SELECT coalesce(max(number), -1) + 1 FROM subtree)
  OR (NEW.number + 1) * 1024 IS NOT (SELECT max(seq) FROM event)
BEGIN SELECT RAISE(ABORT, 'a subtree is complete when the last of its 1,024 events is there'); END;
CREATE TRIGGER subtree_update BEFORE UPDATE ON subtree
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER subtree_delete BEFORE DELETE ON subtree
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
