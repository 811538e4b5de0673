package ai.altertable.foundation.session;

/// What a statement does, as the engine says.
public enum StatementKind {
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  MERGE,
  CREATE,
  ALTER,
  DROP,
  TRANSACTION,
  COPY,
  EXPORT,
  SET,
  PRAGMA,
  CALL,
  EXPLAIN,
  PREPARE,
  EXECUTE,
  ATTACH,
  DETACH,
  VACUUM,
  ANALYZE,
  LOAD,
  MULTIPLE,
  OTHER
}
