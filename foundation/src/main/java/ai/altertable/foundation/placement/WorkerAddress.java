package ai.altertable.foundation.placement;

import java.nio.file.Path;
import java.util.UUID;

/// Where a worker is reached.
///
/// @param id names it in certificates, see [ai.altertable.foundation.fleet.Member]
/// @param slug the worker's name, shown to clients
/// @param door of its REST front end
public record WorkerAddress(UUID id, String slug, Door door) {
  /// Where a front end listens.
  public sealed interface Door {
    /// A Unix domain socket, which only this user can open.
    record UnixSocket(Path path) implements Door {}

    /// TCP with TLS, where both sides show a certificate of the platform.
    ///
    /// @param host a name or an address, without brackets
    record Tls(String host, int port) implements Door {
      private static final int PORT_MAX = 65_535;

      public Tls {
        if (host.isEmpty() || port < 1 || port > PORT_MAX) {
          throw new IllegalArgumentException("no address: " + host + ":" + port);
        }
      }

      /// What [#parse] reads.
      public String text() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
      }

      /// @param text `host:port`; an IPv6 address stands in brackets
      /// @throws IllegalArgumentException when it is none
      public static Tls parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        if (host.startsWith("[") && host.endsWith("]")) {
          host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
          throw new IllegalArgumentException("an IPv6 address has to stand in brackets: " + text);
        }
        try {
          return new Tls(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException malformed) {
          throw new IllegalArgumentException("no host:port: " + text, malformed);
        }
      }
    }
  }
}
