package ai.altertable.foundation.catalog;

/// The PostgreSQL server that keeps the metadata of managed databases.
///
/// @param host a name or an address
public record MetadataServer(String host, int port, String database, PostgresTls tls) {
  /// With whatever protection the server offers.
  public MetadataServer(String host, int port, String database) {
    this(host, port, database, PostgresTls.UNSAID);
  }
}
