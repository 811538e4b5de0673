package ai.altertable.foundation.catalog;

import ai.altertable.foundation.lifecycle.Secret;

/// A lakehouse database: table metadata in a PostgreSQL schema of its own, Parquet files under a
/// path of its own. PostgreSQL roles repeat what the platform allows.
///
/// @param name of the catalog in SQL
/// @param metadataSchema its PostgreSQL schema
/// @param dataPath where its Parquet files are, ending in `/`
/// @param owner may read and write the metadata
/// @param reader may only read the metadata
public record ManagedDatabase(
    String name, String metadataSchema, String dataPath, Login owner, Login reader) {

  /// A PostgreSQL role's login.
  public record Login(String role, Secret password) {}
}
