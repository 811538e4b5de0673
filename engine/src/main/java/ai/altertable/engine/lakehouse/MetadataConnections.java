package ai.altertable.engine.lakehouse;

import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// Opens connections of our own to the metadata server, as the owner of a managed database.
final class MetadataConnections {
  private static final int CONNECT_SECONDS = 5;
  private static final int READ_SECONDS = 30;

  private final MetadataServer server;

  MetadataConnections(MetadataServer server) {
    this.server = server;
  }

  Connection open(ManagedDatabase database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", database.owner().role());
    properties.setProperty("password", database.owner().password().value());
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    properties.setProperty("socketTimeout", Integer.toString(READ_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("sslmode", server.tls().mode().word());
    server.tls().rootCertificate().ifPresent(file -> properties.setProperty("sslrootcert", file));
    properties.setProperty("ApplicationName", "altertable write lease");
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(host(), server.port(), server.database()),
        properties);
  }

  /// In a URL an IPv6 address stands in brackets.
  private String host() {
    return server.host().contains(":") ? "[" + server.host() + "]" : server.host();
  }
}
