package ai.altertable.launcher.doctor;

import ai.altertable.launcher.server.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Asks the listener of this machine for a status, as a client would but without credentials. Any
/// certificate is accepted, as nothing is told and nothing is believed.
record PublicStatus(ServerConfig.Http http) {
  private static final int WITHIN_MILLIS = 5_000;
  private static final int STATUS_LINE = "HTTP/1.1 200".length();

  /// @return the status of the answer
  int of(String path) throws IOException {
    InetAddress address =
        http.address().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : http.address();
    try (Socket plain = new Socket()) {
      plain.setSoTimeout(WITHIN_MILLIS);
      plain.connect(new InetSocketAddress(address, http.port()), WITHIN_MILLIS);
      if (http.tls().isEmpty()) {
        return ask(plain, path);
      }
      try (SSLSocket secured =
          (SSLSocket)
              anyCertificate()
                  .getSocketFactory()
                  .createSocket(plain, address.getHostAddress(), http.port(), true)) {
        return ask(secured, path);
      }
    }
  }

  private static int ask(Socket socket, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    String line =
        new String(socket.getInputStream().readNBytes(STATUS_LINE), StandardCharsets.US_ASCII);
    if (line.length() < STATUS_LINE || !line.startsWith("HTTP/1.")) {
      throw new IOException("what answers there is no HTTP server");
    }
    return Integer.parseInt(line.substring(STATUS_LINE - 3));
  }

  private static SSLContext anyCertificate() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IOException(impossible);
    }
  }

  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
