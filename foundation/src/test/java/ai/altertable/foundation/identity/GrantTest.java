package ai.altertable.foundation.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.identity.Grant.Validity;
import ai.altertable.foundation.identity.GrantVerdict.Reason;
import ai.altertable.foundation.identity.GrantVerdict.Refused;
import ai.altertable.foundation.identity.GrantVerdict.Valid;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
  private static final Environment PRODUCTION = new Environment(new UUID(1, 2), "production");
  private static final Grant GRANT =
      new Grant(
          new Principal(new UUID(3, 4), "jürgen \"x\""),
          17,
          PRODUCTION,
          Map.of("lakehouse", Access.WRITE, "größe", Access.READ),
          Optional.of("lakehouse"),
          ClientInterface.HTTP,
          "2001:db8::1",
          new Validity("w-1", NOW, NOW.plusSeconds(60)));

  private static final SecureRandom RANDOM = new SecureRandom();

  private final GrantSigner signer = GrantSigner.generate(RANDOM);
  private final GrantVerifier verifier = verifier("w-1", PRODUCTION.id());

  private GrantVerifier verifier(String worker, UUID environment) {
    return verifier(GrantKeys.Owner.CONTROL_PLANE, worker, environment);
  }

  private GrantVerifier verifier(GrantKeys.Owner signedBy, String worker, UUID environment) {
    return new GrantVerifier(keys(signedBy), worker, environment::equals);
  }

  private GrantKeys keys(GrantKeys.Owner owner) {
    return GrantKeys.of(new GrantKeys.Key(owner, signer.verificationKey()));
  }

  private static void assertRefused(GrantVerdict verdict, Reason reason) {
    assertThat(verdict).isEqualTo(new Refused(reason));
  }

  @Test
  void signedGrantIsBelieved() {
    assertThat(verifier.open(signer.sign(GRANT))).isEqualTo(new Valid(GRANT));
    var bare = Grant.ofPlatform(PRODUCTION, Map.of(), GRANT.validity());
    assertThat(verifier.open(signer.sign(bare))).isEqualTo(new Valid(bare));
  }

  @Test
  void grantFitsIntoAHeader() {
    assertThat(signer.sign(GRANT)).matches("[\\w.-]+").hasSizeLessThan(1000);
  }

  @Test
  void grantSignedByAnotherIsRefused() {
    String forged = GrantSigner.generate(RANDOM).sign(GRANT);

    assertRefused(verifier.open(forged), Reason.UNKNOWN_SIGNER);
    String key = signer.sign(GRANT).substring(0, "v2.".length() + 16);
    assertRefused(verifier.open(key + forged.substring(key.length())), Reason.BADLY_SIGNED);
  }

  @Test
  void signersComeAndGo() {
    GrantKeys keys = keys(GrantKeys.Owner.GATEWAY);
    var asking = new GrantVerifier(keys, "w-1", PRODUCTION.id()::equals);
    String text = signer.sign(GRANT);
    long before = asking.generation();

    keys.replace(
        List.of(
            new GrantKeys.Key(
                GrantKeys.Owner.GATEWAY, GrantSigner.generate(RANDOM).verificationKey())));
    assertRefused(asking.open(text), Reason.UNKNOWN_SIGNER);
    assertThat(asking.generation()).isNotEqualTo(before);

    keys.replace(List.of(new GrantKeys.Key(GrantKeys.Owner.GATEWAY, signer.verificationKey())));
    assertThat(asking.open(text)).isEqualTo(new Valid(GRANT));
    assertRefused(
        new GrantVerifier(GrantKeys.none(), "w-1", PRODUCTION.id()::equals).open(text),
        Reason.UNKNOWN_SIGNER);
  }

  @Test
  void signerThatIsKnownAMomentLaterIsWaitedFor() throws Exception {
    GrantSigner late = GrantSigner.generate(RANDOM);
    GrantKeys keys = GrantKeys.none();
    var asking = new GrantVerifier(keys, "w-1", PRODUCTION.id()::equals);
    CompletableFuture<GrantVerdict> verdict =
        CompletableFuture.supplyAsync(
            () -> asking.open(late.sign(GRANT), Duration.ofSeconds(60)),
            Thread::startVirtualThread);
    // Others that become known meanwhile do not end the wait.
    keys.replace(List.of(key(GrantSigner.generate(RANDOM))));
    keys.replace(List.of(key(late)));

    assertThat(verdict.get(30, TimeUnit.SECONDS)).isEqualTo(new Valid(GRANT));
  }

  @Test
  void gatewayThatClaimsTheControlPlanesKeyTakesNothingFromIt() {
    GrantSigner signer = GrantSigner.generate(RANDOM);
    var own = new GrantKeys.Key(GrantKeys.Owner.CONTROL_PLANE, signer.verificationKey());
    Grant platform = Grant.ofPlatform(PRODUCTION, Map.of(), GRANT.validity());
    for (GrantKeys keys : List.of(GrantKeys.of(own, key(signer)), GrantKeys.of(key(signer), own))) {
      var asking = new GrantVerifier(keys, "w-1", PRODUCTION.id()::equals);
      assertThat(asking.open(signer.sign(platform))).isEqualTo(new Valid(platform));
    }
  }

  @Test
  void signerThatStaysUnknownIsRefusedInTheEnd() {
    var asking = new GrantVerifier(GrantKeys.none(), "w-1", PRODUCTION.id()::equals);
    String text = GrantSigner.generate(RANDOM).sign(GRANT);

    assertRefused(asking.open(text, Duration.ofMillis(30)), Reason.UNKNOWN_SIGNER);
    assertRefused(asking.open("nonsense", Duration.ofSeconds(60)), Reason.MALFORMED);
  }

  private static GrantKeys.Key key(GrantSigner signer) {
    return new GrantKeys.Key(GrantKeys.Owner.GATEWAY, signer.verificationKey());
  }

  @Test
  void gatewaySpeaksForClientsOnly() {
    GrantVerifier asking = verifier(GrantKeys.Owner.GATEWAY, "w-1", PRODUCTION.id());

    assertThat(asking.open(signer.sign(GRANT))).isEqualTo(new Valid(GRANT));
    assertRefused(
        asking.open(signer.sign(Grant.ofPlatform(PRODUCTION, Map.of(), GRANT.validity()))),
        Reason.BEYOND_ITS_SIGNER);
  }

  @Test
  void everyChangedCharacterIsRefused() {
    String text = signer.sign(GRANT);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    Random random = new Random(7);
    for (int at = 0; at < text.length(); at++) {
      char other = alphabet.charAt(random.nextInt(alphabet.length()));
      if (other != text.charAt(at)) {
        String changed = text.substring(0, at) + other + text.substring(at + 1);
        assertThat(verifier.open(changed)).as(changed).isInstanceOf(Refused.class);
      }
    }
  }

  @Test
  void signatureHasOneTextOnly() {
    String text = signer.sign(GRANT);
    char last = text.charAt(text.length() - 1);
    for (char other :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
      if (other != last) {
        assertThat(verifier.open(text.substring(0, text.length() - 1) + other))
            .isInstanceOf(Refused.class);
      }
    }
    assertThat(verifier.open(text + "==")).isInstanceOf(Refused.class);
  }

  @Test
  void everyTruncationIsRefused() {
    String text = signer.sign(GRANT);
    for (int length = 0; length < text.length(); length++) {
      assertThat(verifier.open(text.substring(0, length))).isInstanceOf(Refused.class);
      assertThat(verifier.open(text.substring(text.length() - length))).isInstanceOf(Refused.class);
    }
  }

  @Test
  void payloadUnderAnotherGrantsSignatureIsRefused() {
    String one = signer.sign(GRANT);
    Grant more =
        new Grant(
            GRANT.principal(),
            18,
            PRODUCTION,
            GRANT.access(),
            GRANT.defaultCatalog(),
            GRANT.clientInterface(),
            GRANT.clientAddress(),
            GRANT.validity());
    String other = signer.sign(more);

    String mixed = other.substring(0, other.lastIndexOf('.')) + one.substring(one.lastIndexOf('.'));

    assertRefused(verifier.open(mixed), Reason.BADLY_SIGNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "v2",
        "v2.",
        "v2..",
        "v2...",
        "v1.e30.AAAA",
        "v2.e30.AA==",
        "nonsense"
      })
  void malformedTextsAreRefused(String text) {
    assertThat(verifier.open(text)).isInstanceOf(Refused.class);
  }

  @Test
  void unsignedJsonIsRefused() {
    String json = Base64.getUrlEncoder().withoutPadding().encodeToString(GrantCodec.encode(GRANT));

    assertRefused(verifier.open(json), Reason.MALFORMED);
    String key = signer.sign(GRANT).substring(0, "v2.".length() + 16);
    assertRefused(verifier.open("v2." + json), Reason.MALFORMED);
    assertThat(verifier.open(key + "." + json + ".")).isInstanceOf(Refused.class);
    assertThat(verifier.open(key + "." + json + "." + "A".repeat(86))).isInstanceOf(Refused.class);
  }

  @Test
  void endlessTextIsRefusedUnread() {
    assertRefused(verifier.open("v2." + "A".repeat(100_000) + ".AAAA"), Reason.MALFORMED);
  }

  @Test
  void grantForAnotherWorkerOrEnvironmentIsRefused() {
    String text = signer.sign(GRANT);

    assertRefused(verifier("w-2", PRODUCTION.id()).open(text), Reason.FOR_ANOTHER_WORKER);
    assertRefused(verifier("w-1", new UUID(1, 3)).open(text), Reason.FOR_ANOTHER_ENVIRONMENT);
    assertRefused(
        new GrantVerifier(keys(GrantKeys.Owner.GATEWAY), "w-1", _ -> false).open(text),
        Reason.FOR_ANOTHER_ENVIRONMENT);
  }

  @Test
  void grantCountsWithinItsTimeAndAnAllowanceForClocks() {
    Duration skew = GrantVerifier.CLOCK_SKEW;
    Instant expires = GRANT.validity().expires();

    assertThat(GrantVerifier.at(NOW, GRANT)).isEqualTo(new Valid(GRANT));
    assertThat(GrantVerifier.at(NOW.minus(skew), GRANT)).isEqualTo(new Valid(GRANT));
    assertRefused(GrantVerifier.at(NOW.minus(skew).minusMillis(1), GRANT), Reason.FROM_THE_FUTURE);
    assertThat(GrantVerifier.at(expires.plus(skew).minusMillis(1), GRANT))
        .isEqualTo(new Valid(GRANT));
    assertRefused(GrantVerifier.at(expires.plus(skew), GRANT), Reason.EXPIRED);
  }

  @Test
  void keyThatIsNoneIsToldWithoutRepeatingIt() {
    String key = Base64.getEncoder().encodeToString("no key".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> GrantKeys.of(new GrantKeys.Key(GrantKeys.Owner.GATEWAY, key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an Ed25519 public key");
  }
}
