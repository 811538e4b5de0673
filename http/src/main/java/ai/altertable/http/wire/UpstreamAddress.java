package ai.altertable.http.wire;

import java.nio.file.Path;

/// Where an upstream server listens.
public sealed interface UpstreamAddress {
  /// A Unix domain socket, in a directory that only those who may connect can enter.
  record UnixSocket(Path path) implements UpstreamAddress {}

  /// TCP, with TLS on which both sides show certificates.
  ///
  /// @param host a name or an address, without brackets
  /// @param peer the URI that the server's certificate has to hold
  record Tls(String host, int port, String peer) implements UpstreamAddress {}
}
