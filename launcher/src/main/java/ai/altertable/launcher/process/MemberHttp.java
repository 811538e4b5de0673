package ai.altertable.launcher.process;

import ai.altertable.http.tls.MemberTls;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;

/// Over TLS, to a member that may be on another machine.
public final class MemberHttp implements ProcessHttp {
  private final MemberTls tls;
  private final String host;
  private final int port;
  private final String peer;

  /// @param host a name or an address, without brackets
  /// @param peer the URI that the member's certificate has to hold
  public MemberHttp(MemberTls tls, String host, int port, String peer) {
    this.tls = tls;
    this.host = host;
    this.port = port;
    this.peer = peer;
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
    try (Socket socket = tls.connect(host, port, peer)) {
      return request.exchange(socket.getOutputStream(), socket.getInputStream());
    }
  }
}
