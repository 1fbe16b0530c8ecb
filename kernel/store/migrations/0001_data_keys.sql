-- Wrapped data keys, in a file of their own: destroying a row erases a record's values (§3e).
CREATE TABLE data_key (
  kid     BLOB PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT;
INSERT INTO schema_version VALUES (1);
