package ai.altertable.launcher.server;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// The port that clients find the server at.
final class HttpPort {
  private HttpPort() {}

  /// Looks before anything is made and started. Somebody may still take it until it is listened on.
  ///
  /// @throws StartupFailure when nothing can listen there
  static void requireFree(ServerConfig.Http http) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(http.address(), http.port()));
    } catch (IOException refused) {
      throw taken(http, refused);
    }
  }

  static StartupFailure taken(ServerConfig.Http http, Exception failure) {
    return new StartupFailure(
        "Nothing can listen on port %d: %s.".formatted(http.port(), failure.getMessage()),
        "End the program that listens there, or choose another port with --http-port, or an"
            + " address of this machine with --listen-address.",
        failure);
  }
}
