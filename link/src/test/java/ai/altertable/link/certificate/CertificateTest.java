package ai.altertable.link.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.lifecycle.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Authority AUTHORITY = Authority.create(CLOCK, RANDOM);
  private static final Member WORKER =
      new Member(UUID.randomUUID(), Member.Kind.WORKER, "hosted-1, O=x");

  @TempDir private Path folder;

  @Test
  void certificateSaysWhoItsHolderIsAndNothingElse() throws Exception {
    X509Certificate certificate = issue(WORKER, Duration.ofHours(1));

    assertThat(PeerCheck.check(certificate, AUTHORITY.certificate(), CLOCK.instant()))
        .isEqualTo(new PeerCheck.Verdict.OfMember(WORKER));
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(List.of(6, "urn:altertable:worker:" + WORKER.id()));
    assertThat(certificate.getBasicConstraints()).isNegative();
    assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void certificateIsOfOneAuthorityAndOneTime() {
    X509Certificate certificate = issue(WORKER, Duration.ofHours(1));
    X509Certificate other = Authority.create(CLOCK, RANDOM).certificate();

    assertThat(verdict(certificate, other, CLOCK.instant())).contains("another authority");
    assertThat(verdict(certificate, AUTHORITY.certificate(), CLOCK.instant().plusSeconds(3601)))
        .contains("expired");
    assertThat(verdict(certificate, AUTHORITY.certificate(), CLOCK.instant().minusSeconds(400)))
        .contains("not valid before");
    assertThat(verdict(AUTHORITY.certificate(), AUTHORITY.certificate(), CLOCK.instant()))
        .contains("not for TLS");
  }

  @Test
  void authorityIsKeptAsText() {
    Authority again = Authority.ofPem(AUTHORITY.pem());
    assertThat(again.fingerprint()).isEqualTo(AUTHORITY.fingerprint());
    Secret mixed =
        new Secret(
            Pem.of(KeyPairs.generate(RANDOM).getPrivate()) + Pem.of(AUTHORITY.certificate()));

    assertThatThrownBy(() -> Authority.ofPem(mixed)).hasMessageContaining("does not belong");
    assertThatThrownBy(() -> Authority.ofPem(new Secret("x"))).hasMessageContaining("certificate");
    assertThatThrownBy(() ->
            Authority.ofPem(
                new Secret(
                    Pem.of(KeyPairs.generate(RANDOM).getPrivate())
                        + Pem.of(issue(WORKER, Duration.ofHours(1))))))
        .hasMessageContaining("not one of an authority");
  }

  @Test
  void requestOfOursIsAccepted() {
    KeyPair pair = KeyPairs.generate(RANDOM);
    assertThat(CertificateRequests.read(CertificateRequests.make(pair, RANDOM)))
        .isEqualTo(new CertificateRequests.Reading.Accepted(pair.getPublic()));
  }

  @Test
  void requestMayAskForNothing() throws Exception {
    KeyPair pair = KeyPairs.generate(RANDOM);
    assertThat(refusal(request("CN=hosted-1", pair, pair, false))).contains("asks for a name");
    assertThat(refusal(request("CN=altertable-member,O=x", pair, pair, false)))
        .contains("asks for a name");
    assertThat(refusal(request("CN=altertable-member", pair, pair, true)))
        .contains("asks for extensions");
  }

  @Test
  void requestProvesItsKey() throws Exception {
    KeyPair pair = KeyPairs.generate(RANDOM);
    KeyPair other = KeyPairs.generate(RANDOM);
    assertThat(refusal(request("CN=altertable-member", pair, other, false)))
        .contains("not signed by its key");
    byte[] changed = CertificateRequests.make(pair, RANDOM);
    changed[changed.length - 3] ^= 1;
    assertThat(CertificateRequests.read(changed))
        .isInstanceOf(CertificateRequests.Reading.Refused.class);
  }

  @Test
  void requestHasAKeyOnP256() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    KeyPair pair = rsa.generateKeyPair();
    assertThat(refusal(request("CN=altertable-member", pair, pair, false))).contains("P-256");
    KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
    p384.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair large = p384.generateKeyPair();
    assertThat(refusal(request("CN=altertable-member", large, large, false))).contains("P-256");
  }

  @Test
  void anyBytesAreNoRequest() {
    byte[] request = CertificateRequests.make(KeyPairs.generate(RANDOM), RANDOM);
    for (int length = 0; length < request.length; length++) {
      assertThat(CertificateRequests.read(Arrays.copyOf(request, length)))
          .isInstanceOf(CertificateRequests.Reading.Refused.class);
    }
    assertThat(CertificateRequests.read(new byte[CertificateRequests.BYTES_MAX + 1]))
        .isInstanceOf(CertificateRequests.Reading.Refused.class);
  }

  @Test
  void identityIsKeptForItsOwnerOnly() throws Exception {
    FileIdentityStore store = new FileIdentityStore(folder.resolve("identity.pem"));
    assertThat(store.load()).isEmpty();
    MemberIdentity first = identity();
    store.store(first);
    MemberIdentity second = identity();
    store.store(second);

    assertThat(store.load()).contains(second);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store.file())))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactly("identity.pem");
    assertThat(second.toString()).doesNotContain("PRIVATE").doesNotContain("key");
  }

  @Test
  void identityThatOthersMayReadOrThatIsCutOffIsRefused() throws Exception {
    FileIdentityStore store = new FileIdentityStore(folder.resolve("identity.pem"));
    store.store(identity());
    Files.setPosixFilePermissions(store.file(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(store::load).hasMessageContaining("chmod 600");

    Files.setPosixFilePermissions(store.file(), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(store.file(), Files.readString(store.file()).substring(0, 600));
    assertThatThrownBy(store::load).hasMessageContaining("enrol again");
  }

  @Test
  void renewalIsHalfwayThroughLife() {
    MemberIdentity identity = identity();
    assertThat(identity.life()).isEqualTo(Duration.ofHours(1));
    assertThat(Duration.between(identity.renewal(), identity.expires()))
        .isEqualTo(Duration.ofMinutes(30));
  }

  private static MemberIdentity identity() {
    KeyPair pair = KeyPairs.generate(RANDOM);
    X509Certificate certificate =
        AUTHORITY.issue(WORKER, pair.getPublic(), Duration.ofHours(1), CLOCK, RANDOM);
    return MemberIdentity.of("h:1", pair.getPrivate(), certificate, AUTHORITY.certificate());
  }

  private static X509Certificate issue(Member member, Duration life) {
    return AUTHORITY.issue(member, KeyPairs.generate(RANDOM).getPublic(), life, CLOCK, RANDOM);
  }

  private static String verdict(X509Certificate certificate, X509Certificate by, Instant now) {
    return PeerCheck.check(certificate, by, now).toString();
  }

  private static String refusal(byte[] request) {
    return ((CertificateRequests.Reading.Refused) CertificateRequests.read(request)).reason();
  }

  private static byte[] request(String subject, KeyPair pair, KeyPair signer, boolean names)
      throws Exception {
    var builder = new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), pair.getPublic());
    if (names) {
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, "control.example")));
      builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
    }
    String algorithm = signer.getPrivate().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA";
    return builder
        .build(new JcaContentSignerBuilder("SHA256with" + algorithm).build(signer.getPrivate()))
        .getEncoded();
  }
}
