package ai.altertable.launcher.postgres;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/// Ports of 127.0.0.1 on which nobody listens.
final class FreePort {
  // Below the ports that systems hand out for outgoing connections, so that a server that restarts
  // does not find one of those on its port.
  private static final int FIRST = 16_000;
  private static final int LAST = 32_000;
  private static final int TRIES_MAX = 1_000;

  private FreePort() {}

  static int choose(RandomGenerator random) {
    for (int i = 0; i < TRIES_MAX; i++) {
      int port = random.nextInt(FIRST, LAST);
      if (free(port)) {
        return port;
      }
    }
    throw new StartupFailure(
        "No free port was found on 127.0.0.1 for PostgreSQL.",
        "End some of the servers that listen there.");
  }

  static void require(int port) {
    if (!free(port)) {
      throw inUse(port);
    }
  }

  static StartupFailure inUse(int port) {
    return new StartupFailure(
        "Port " + port + " on 127.0.0.1, meant for PostgreSQL, is in use.",
        "End the program that listens there, or choose another port.");
  }

  static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(PostgresServer.HOST), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
