package ai.altertable.controlplane.catalog;

import java.util.UUID;

/// What a database's schema and roles are called in PostgreSQL: made from its id, so that nothing
/// that a user writes becomes a name there, and no two are alike.
record MetadataNames(String schema, String owner, String reader) {
  static MetadataNames of(UUID database) {
    String schema = "lake_" + database.toString().replace("-", "");
    return new MetadataNames(schema, schema + "_owner", schema + "_reader");
  }
}
