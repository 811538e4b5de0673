package ai.altertable.http.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Believes certificates of one authority that name somebody who is expected, by exactly one URI
/// among their alternative names (RFC 5280, section 4.2.1.6). Host names do not count. Safe for use
/// by several threads.
final class PeerTrust extends X509ExtendedTrustManager {
  private static final int URI_NAME = 6;

  private final X509ExtendedTrustManager chains;
  private final String expected;
  private final Predicate<String> isExpected;

  /// @param expected who, for messages
  PeerTrust(X509Certificate authority, String expected, Predicate<String> isExpected) {
    this.chains = of(authority);
    this.expected = expected;
    this.isExpected = isExpected;
  }

  private static X509ExtendedTrustManager of(X509Certificate authority) {
    try {
      KeyStore only = KeyStore.getInstance("PKCS12");
      only.load(null, null);
      only.setCertificateEntry("authority", authority);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(only);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager chains) {
          return chains;
        }
      }
      throw new IllegalStateException("Java has no PKIX trust manager");
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void requireExpected(X509Certificate certificate) throws CertificateException {
    List<String> names = uris(certificate);
    if (names.size() != 1 || !isExpected.test(names.getFirst())) {
      throw new CertificateException("the certificate is of " + names + ", not of " + expected);
    }
  }

  static List<String> uris(X509Certificate certificate) throws CertificateParsingException {
    List<String> uris = new ArrayList<>();
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    for (List<?> name : names == null ? List.<List<?>>of() : names) {
      if (name.get(0) instanceof Integer kind && kind == URI_NAME) {
        uris.add(String.valueOf(name.get(1)));
      }
    }
    return uris;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    chains.checkClientTrusted(chain, type);
    requireExpected(chain[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    chains.checkServerTrusted(chain, type);
    requireExpected(chain[0]);
  }

  // The connection counts for nothing: by it Java would compare host names where a client asks so.

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }
}
