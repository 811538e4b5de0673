package ai.altertable.http.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;

/// The kinds of sockets that everything has to work over.
public enum Way {
  TCP_NATIVE(SocketKind.best(), false),
  UNIX_NATIVE(SocketKind.best(), true),
  TCP_NIO(SocketKind.NIO, false),
  UNIX_NIO(SocketKind.NIO, true);

  private final SocketKind kind;
  private final boolean unix;

  Way(SocketKind kind, boolean unix) {
    this.kind = kind;
    this.unix = unix;
  }

  public HttpTransport transport() {
    return HttpTransport.start(kind, 2);
  }

  public boolean isUnix() {
    return unix;
  }

  /// An address to listen at: a free port, or a path that does not exist yet.
  public SocketAddress address() {
    if (!unix) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
    try {
      return UnixDomainSocketAddress.of(Files.createTempDirectory("http").resolve("socket"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
