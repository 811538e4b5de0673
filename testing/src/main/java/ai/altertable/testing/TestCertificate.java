package ai.altertable.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A self-signed certificate for `localhost`, made by the JDK's keytool.
///
/// @param keystore PKCS#12 with the password [#PASSWORD]
public record TestCertificate(Path keystore, X509Certificate certificate, PrivateKey key) {
  public static final String PASSWORD = "keystore-pass";

  /// @param algorithm `EC` or `RSA`
  /// @param startDate as keytool takes it, such as `-10d`
  /// @param validDays from the start date
  public static TestCertificate make(
      Path folder, String name, String algorithm, String startDate, int validDays) {
    Path keystore = folder.resolve(name + ".p12");
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            algorithm,
            "-dname",
            "CN=" + name,
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-startdate",
            startDate,
            "-validity",
            Integer.toString(validDays),
            "-storetype",
            "PKCS12",
            "-keystore",
            keystore.toString(),
            "-storepass",
            PASSWORD));
    try (InputStream in = Files.newInputStream(keystore)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return new TestCertificate(
          keystore,
          (X509Certificate) store.getCertificate("it"),
          (PrivateKey) store.getKey("it", PASSWORD.toCharArray()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void keytool(List<String> arguments) {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    try {
      ProcessBuilder builder = new ProcessBuilder(tool.toString()).redirectErrorStream(true);
      builder.command().addAll(arguments);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("keytool failed: " + output);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  public String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// PKCS#8.
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  public static String pem(String label, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
  }
}
