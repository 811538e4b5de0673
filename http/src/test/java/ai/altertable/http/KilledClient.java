package ai.altertable.http;

import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A client in a process of its own, to be killed. Sends the request given as a file, reads as much
/// as it is told, says so, and waits for its end.
final class KilledClient {
  private KilledClient() {}

  /// Starts one: it has sent its request and read `readBytes` of the answer when this returns.
  static Process start(SocketAddress server, Path request, int readBytes) throws IOException {
    String address =
        switch (server) {
          case UnixDomainSocketAddress unix -> unix.getPath().toString();
          case InetSocketAddress tcp -> String.valueOf(tcp.getPort());
          default -> throw new IllegalArgumentException("no address of ours: " + server);
        };
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledClient.class.getName(),
                address,
                request.toString(),
                String.valueOf(readBytes))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() < 0) {
      throw new IllegalStateException("the client did not start");
    }
    return process;
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws Exception {
    boolean tcp = arguments[0].chars().allMatch(Character::isDigit);
    SocketAddress server =
        tcp
            ? new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))
            : UnixDomainSocketAddress.of(arguments[0]);
    try (RawSocket client = RawSocket.connect(server, tcp ? 16 << 10 : 0)) {
      client.sendWithoutBlocking(Files.readAllBytes(Path.of(arguments[1])));
      client.skip(Integer.parseInt(arguments[2]));
      System.out.println("sent");
      TimeUnit.SECONDS.sleep(30);
    }
  }
}
