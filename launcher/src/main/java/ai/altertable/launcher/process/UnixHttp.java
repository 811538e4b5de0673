package ai.altertable.launcher.process;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;

/// Over a Unix socket, to a process on this machine.
public final class UnixHttp implements ProcessHttp {
  private final Path socket;

  public UnixHttp(Path socket) {
    this.socket = socket;
  }

  public Answer get(String path) throws IOException {
    return get(path, Map.of());
  }

  @Override
  public Answer get(String path, Map<String, String> headers) throws IOException {
    return exchange(OneRequest.get(path, headers));
  }

  @Override
  public Answer post(String path, Map<String, String> headers, String json) throws IOException {
    return exchange(OneRequest.post(path, headers, json));
  }

  private Answer exchange(OneRequest request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return request.exchange(Channels.newOutputStream(channel), Channels.newInputStream(channel));
    }
  }
}
