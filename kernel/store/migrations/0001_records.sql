-- What must never be lost (transparency-log.md §3e). Few tables, migrated forwards only.
-- Everything else in this database is a projection: its own module drops and rebuilds it.

CREATE TABLE record (
  idx       INTEGER PRIMARY KEY,  -- place in the tree, from 0 without gap
  stream    TEXT    NOT NULL,
  pos       INTEGER NOT NULL,
  kind      TEXT    NOT NULL,
  entry     BLOB    NOT NULL,     -- canonical bytes; the leaf is their hash
  leaf      BLOB    NOT NULL,
  digests   BLOB    NOT NULL,     -- N × 32 bytes, ascending
  structure TEXT    NOT NULL,     -- disclosures in clear, one a line
  sealed    BLOB    NOT NULL,     -- everything else, under a data key that lies in another file
  UNIQUE (stream, pos)            -- two entries of one place would be a fork
) STRICT;

-- SM3 of every signed message: a signature is used once (§3c).
CREATE TABLE message (
  hash BLOB PRIMARY KEY,
  idx  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The first receipt answers every repetition (§10).
CREATE TABLE idempotency (
  key     TEXT PRIMARY KEY,
  receipt TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Notes, durable before they are published (§5).
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY,
  note TEXT NOT NULL
) STRICT;

CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT;
INSERT INTO schema_version VALUES (1);
