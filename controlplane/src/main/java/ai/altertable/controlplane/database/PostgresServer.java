package ai.altertable.controlplane.database;

import ai.altertable.foundation.catalog.PostgresTls;
import ai.altertable.foundation.lifecycle.Secret;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL server, version 15 or newer, and the role by which the platform enters it: a
/// superuser, or one with `CREATEDB` and `CREATEROLE` that owns the databases named to it.
public record PostgresServer(String host, int port, String role, Secret password, PostgresTls tls) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  public PostgresServer {
    if (host.isBlank() || role.isBlank()) {
      throw new IllegalArgumentException("the PostgreSQL server needs a host and a role");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("the PostgreSQL port must be 1 to 65535, not " + port);
    }
  }

  /// With whatever protection the server offers.
  public PostgresServer(String host, int port, String role, Secret password) {
    this(host, port, role, password, PostgresTls.UNSAID);
  }

  /// Connections that are opened when asked for and kept by nobody.
  ///
  /// @param answerTimeout a server that is silent for longer counts as lost
  public DataSource database(String name, Duration answerTimeout) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(name);
    source.setUser(role);
    source.setPassword(password.value());
    source.setApplicationName("altertable control plane");
    source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
    source.setLoginTimeout((int) CONNECT_TIMEOUT.toSeconds());
    source.setSocketTimeout((int) answerTimeout.toSeconds());
    source.setTcpKeepAlive(true);
    source.setSslMode(tls.mode().word());
    tls.rootCertificate().ifPresent(source::setSslRootCert);
    // The detail of an error repeats the values of the row.
    source.setLogServerErrorDetail(false);
    return source;
  }
}
