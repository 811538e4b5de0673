package ai.altertable.foundation.catalog;

/// The PostgreSQL server that keeps the metadata of managed databases.
public record MetadataServer(String host, int port, String database) {}
