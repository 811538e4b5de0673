package ai.altertable.link.server;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Who is at the other end of a connection, as far as TLS tells: the holder of the certificate's
/// key, which says nothing of whose certificate it is.
///
/// @param address without port
/// @param connection its other end
record Caller(
    String address, Optional<SocketAddress> connection, Optional<X509Certificate> certificate) {
  static final Context.Key<Caller> KEY = Context.key("caller");

  static Caller of(Attributes connection) {
    SocketAddress remote = connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return new Caller(
        address(remote),
        Optional.ofNullable(remote),
        certificate(connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION)));
  }

  private static String address(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress().getHostAddress()
        : "unknown";
  }

  private static Optional<X509Certificate> certificate(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }
}
