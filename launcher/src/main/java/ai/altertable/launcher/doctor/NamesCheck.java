package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;

/// Whether `localhost` is this machine, and 127.0.0.1 can be connected to, as the server's
/// processes do.
record NamesCheck() implements Check {
  private static final int WITHIN_MILLIS = 2_000;

  @Override
  public String name() {
    return "loopback";
  }

  @Override
  public Finding look() throws IOException {
    connect(InetAddress.ofLiteral("127.0.0.1"));
    try {
      InetAddress localhost = InetAddress.getByName("localhost");
      if (localhost.isLoopbackAddress()) {
        return new Finding.Fine("127.0.0.1 answers, and localhost is " + literal(localhost) + ".");
      }
      return misnamed("localhost is " + literal(localhost));
    } catch (UnknownHostException unknown) {
      return misnamed("the name localhost is not known");
    }
  }

  private static void connect(InetAddress address) throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, address);
        Socket connected = new Socket()) {
      connected.connect(new InetSocketAddress(address, listening.getLocalPort()), WITHIN_MILLIS);
    }
  }

  private static Finding misnamed(String what) {
    return new Finding.Warning(
        "127.0.0.1 answers, but " + what + ".",
        "Let /etc/hosts have the line `127.0.0.1 localhost`, or give clients 127.0.0.1.");
  }

  private static String literal(InetAddress address) {
    return address.getHostAddress();
  }
}
