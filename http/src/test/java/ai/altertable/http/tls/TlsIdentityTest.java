package ai.altertable.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
  @TempDir private static Path made;
  private static TestCertificate ec;
  private static TestCertificate rsa;

  @TempDir private Path folder;

  @BeforeAll
  static void make() {
    ec = TestCertificate.make(made, "ec", "EC", "-1d", 100);
    rsa = TestCertificate.make(made, "rsa", "RSA", "-1d", 100);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private TlsFiles pem(String certificate, String key) throws IOException {
    return new TlsFiles.Pem(file("cert.pem", certificate), file("key.pem", key));
  }

  /// The key inside PKCS#8, whose last element is an octet string that holds it.
  private static byte[] bare(byte[] pkcs8, int lengthBytes) {
    for (int at = 10; at < pkcs8.length; at++) {
      int header = 1 + lengthBytes;
      boolean octets = pkcs8[at] == 4 && pkcs8[at + header] == 0x30;
      if (octets) {
        return Arrays.copyOfRange(pkcs8, at + header, pkcs8.length);
      }
    }
    throw new AssertionError(HexFormat.of().formatHex(pkcs8));
  }

  private void assertReads(TlsFiles files, TestCertificate expected) {
    TlsIdentity identity = TlsIdentity.read(files);
    assertThat(identity.chain()).containsExactly(expected.certificate());
    assertThat(identity.key().getEncoded()).isEqualTo(expected.key().getEncoded());
  }

  private static void assertProblem(TlsFiles files, String message) {
    assertThatThrownBy(() -> TlsIdentity.read(files))
        .isInstanceOf(TlsProblem.class)
        .hasMessageContaining(message);
  }

  @Test
  void keysInPkcs8AreRead() throws IOException {
    assertReads(pem(ec.certificatePem(), ec.keyPem()), ec);
    assertReads(pem(rsa.certificatePem(), rsa.keyPem()), rsa);
  }

  @Test
  void keyAsOpenSslWritesRsaIsRead() throws IOException {
    byte[] key = bare(rsa.key().getEncoded(), 3);

    assertReads(pem(rsa.certificatePem(), TestCertificate.pem("RSA PRIVATE KEY", key)), rsa);
  }

  @Test
  void keyAsOpenSslWritesEcIsRead() throws IOException {
    byte[] key = bare(ec.key().getEncoded(), 1);
    int bits = ((ECKey) ec.key()).getParams().getCurve().getField().getFieldSize();
    String curve = bits == 384 ? "06052b81040022" : "06082a8648ce3d030107";
    String parameters = TestCertificate.pem("EC PARAMETERS", HexFormat.of().parseHex(curve));

    TlsFiles files =
        pem(ec.certificatePem(), parameters + TestCertificate.pem("EC PRIVATE KEY", key));

    assertThat(TlsIdentity.read(files).chain()).containsExactly(ec.certificate());
  }

  @Test
  void keyThatNamesItsCurveIsRead() {
    // Made for this test by OpenSSL; it is used nowhere.
    String sec1 =
        """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIEVB4+h12AWCY3uFepkAQAUIqZX3DyRqh1lKYtMvV7WtoAoGCCqGSM49
        AwEHoUQDQgAEpUDOqN/emNOcA8N7+qcN3zNVbpRttP6XDYnqobihfZc64N5YYX1k
        5LkXT6E3A+36IjiDhv63vsFlL9obY8io1w==
        -----END EC PRIVATE KEY-----
        """;

    assertThat(Pem.parse("key.pem", sec1).privateKey().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void keystoreIsRead() throws IOException {
    Path password = file("password", TestCertificate.PASSWORD + "\n");

    assertReads(new TlsFiles.Keystore(ec.keystore(), password), ec);
  }

  @Test
  void textAroundTheBlocksIsIgnored() throws IOException {
    assertReads(
        pem("subject=/CN=x\n" + ec.certificatePem() + "the end", "Bag Attributes\n" + ec.keyPem()),
        ec);
  }

  @Test
  void whatIsWrongIsToldWithTheFile() throws IOException {
    Path nowhere = folder.resolve("nowhere.pem");
    Path certificate = file("good.pem", ec.certificatePem());
    assertProblem(new TlsFiles.Pem(nowhere, nowhere), "there is no file " + nowhere);
    assertProblem(pem("nothing", ec.keyPem()), "cert.pem holds no certificate in PEM");
    assertProblem(pem(ec.certificatePem(), "nothing"), "key.pem holds no private key in PEM");
    assertProblem(pem(ec.certificatePem(), rsa.keyPem()), "do not belong together");
    assertProblem(
        pem(rsa.certificatePem() + ec.certificatePem(), ec.keyPem()), "has to come first");
    assertProblem(
        pem(ec.certificatePem(), TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[9])),
        "is encrypted");
    assertProblem(
        pem(
            ec.certificatePem(),
            """
            -----BEGIN EC PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-128-CBC,6D76F2A12A536E6A29370C46C048F213

            AAAA
            -----END EC PRIVATE KEY-----
            """),
        "is encrypted");
    assertProblem(
        pem(ec.certificatePem(), TestCertificate.pem("PRIVATE KEY", new byte[40])),
        "is no RSA, EC or Ed25519 key");
    assertProblem(
        pem(ec.certificatePem(), TestCertificate.pem("EC PRIVATE KEY", new byte[] {48, 1})),
        "key.pem cannot be read");
    assertProblem(pem(TestCertificate.pem("CERTIFICATE", new byte[7]), ec.keyPem()), "cert.pem");
    assertProblem(
        new TlsFiles.Keystore(ec.keystore(), file("password", "wrong")), "the password is wrong");
    assertProblem(new TlsFiles.Keystore(certificate, file("password", "x")), "no PKCS#12");
  }
}
