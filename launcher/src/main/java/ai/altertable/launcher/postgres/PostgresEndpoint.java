package ai.altertable.launcher.postgres;

import ai.altertable.foundation.lifecycle.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/// How to reach a PostgreSQL server as its superuser.
public record PostgresEndpoint(String host, int port, String superuser, Secret password) {
  /// Without user and password.
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://"
        + host
        + ":"
        + port
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8);
  }

  /// Opens a connection as the superuser.
  ///
  /// @param within how long connecting, and each answer, may take
  public Connection connect(String database, Duration within) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", superuser);
    properties.setProperty("password", password.value());
    properties.setProperty("connectTimeout", Long.toString(within.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(within.toSeconds()));
    properties.setProperty("ApplicationName", "altertable");
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }
}
