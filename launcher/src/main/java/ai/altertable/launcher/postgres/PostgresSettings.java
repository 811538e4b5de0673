package ai.altertable.launcher.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The settings that the server is started with. Given on the command line they win over the
/// configuration files and over ALTER SYSTEM.
final class PostgresSettings {
  /// For PostgreSQL's programs, which inherit nothing.
  static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LC_ALL", "C", "TZ", "UTC");

  private PostgresSettings() {}

  /// What an acknowledged commit rests on.
  private static final Map<String, String> DURABILITY =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  static List<String> arguments(PostgresConfig config, int port) {
    Map<String, String> settings = new TreeMap<>(DURABILITY);
    settings.put("listen_addresses", PostgresServer.HOST);
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", "");
    settings.put("max_connections", Integer.toString(config.connectionsMax()));
    settings.put("superuser_reserved_connections", "5");
    settings.put("shared_buffers", (config.sharedBuffers().bytes() >> 10) + "kB");
    settings.put("maintenance_work_mem", "64MB");
    settings.put("max_wal_size", "512MB");
    settings.put("jit", "off");
    settings.put("password_encryption", "scram-sha-256");
    settings.put("timezone", "UTC");
    settings.put("lc_messages", "C");
    settings.put("logging_collector", "off");
    settings.put("log_destination", "stderr");
    settings.put("log_timezone", "UTC");
    settings.put("log_line_prefix", "%m [%p] %q%u@%d ");
    // A statement that fails may hold a password.
    settings.put("log_min_error_statement", "panic");
    List<String> arguments = new ArrayList<>();
    settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
    return List.copyOf(arguments);
  }
}
