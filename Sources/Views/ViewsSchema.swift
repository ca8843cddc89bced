/// The tables of `views.db`: everything derived from the log.
///
/// A constant rather than a migration, because views are never migrated: another ``Views/codeVersion`` means that they
/// are built anew.
enum ViewsSchema {
  static let tables = """
    -- How far the views have come, the leaf hash of the event there (empty before the first), and which code made them.
    CREATE TABLE checkpoint (
      one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, leaf BLOB NOT NULL, code INTEGER NOT NULL
    ) STRICT;

    -- One packed state an indicator, by its stream's id: replay is one scan over this table.
    CREATE TABLE indicator (
      id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, value TEXT NOT NULL, state BLOB NOT NULL
    ) STRICT;

    -- The keys of the statements that sources have made about a stream, eight bytes each, some of them to a row: what
    -- makes a second reading of a feed known.
    CREATE TABLE statement (
      stream INTEGER NOT NULL, part INTEGER NOT NULL, keys BLOB NOT NULL,
      PRIMARY KEY (stream, part)
    ) STRICT, WITHOUT ROWID;

    -- Stated relationships, each from the event on that says so, or brings it back, and until one takes it back.
    CREATE TABLE relationship (
      from_kind TEXT NOT NULL, from_value TEXT NOT NULL, type TEXT NOT NULL, to_kind TEXT NOT NULL,
      to_value TEXT NOT NULL, to_name TEXT, source INTEGER NOT NULL, seq INTEGER NOT NULL, observed_at INTEGER NOT NULL,
      since_seq INTEGER NOT NULL, retracted_seq INTEGER
    ) STRICT;
    CREATE INDEX relationship_from ON relationship (from_value, from_kind);
    CREATE INDEX relationship_to ON relationship (to_value, to_kind);
    CREATE INDEX relationship_seq ON relationship (seq);

    CREATE TABLE entity (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, name TEXT NOT NULL,
      first_seq INTEGER NOT NULL, seq INTEGER NOT NULL
    ) STRICT;

    CREATE INDEX entity_by_value ON entity (value, kind);

    -- The strictest marking that was ever stated about an entity; an indicator's is in its state.
    CREATE TABLE marking (stream INTEGER PRIMARY KEY, tlp INTEGER NOT NULL) STRICT;

    -- By which of its objects a source names what: the newest version that speaks of a stream, and whether it ended
    -- there. An object without a name stands for the ends of whole lists.
    CREATE TABLE object (
      source INTEGER NOT NULL, object TEXT NOT NULL, stream INTEGER NOT NULL, version INTEGER NOT NULL,
      seq INTEGER NOT NULL, ended INTEGER NOT NULL,
      PRIMARY KEY (source, object, stream)
    ) STRICT, WITHOUT ROWID;

    -- What each source has answered.
    CREATE TABLE source_health (
      source INTEGER PRIMARY KEY, events INTEGER NOT NULL, found INTEGER NOT NULL, not_found INTEGER NOT NULL,
      failed INTEGER NOT NULL, withheld INTEGER NOT NULL, last_at INTEGER NOT NULL, last_failure TEXT,
      first_at INTEGER NOT NULL
    ) STRICT;

    -- Every request that was sent, by the time it was started: what quotas are counted from.
    CREATE TABLE lookup (
      connector INTEGER NOT NULL, started_at INTEGER NOT NULL, seq INTEGER NOT NULL,
      PRIMARY KEY (connector, started_at, seq)
    ) STRICT, WITHOUT ROWID;

    -- Until when each connector pauses, and why.
    CREATE TABLE pause (
      connector INTEGER PRIMARY KEY, until INTEGER NOT NULL, reason TEXT NOT NULL, seq INTEGER NOT NULL
    ) STRICT;
    """
}
