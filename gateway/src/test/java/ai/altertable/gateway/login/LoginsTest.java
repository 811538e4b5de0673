package ai.altertable.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.identity.GrantVerdict;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.gateway.FakeAuthenticator;
import ai.altertable.gateway.login.LoginResult.Accepted;
import ai.altertable.gateway.login.LoginResult.Rejected;
import ai.altertable.gateway.login.LoginResult.Throttled;
import ai.altertable.gateway.login.LoginResult.Unchecked;
import ai.altertable.gateway.metric.GatewayMetrics.LoginCheck;
import ai.altertable.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginsTest {
  private static final String HERE = "127.0.0.1";

  private final FakeAuthenticator authenticator = new FakeAuthenticator();
  private final AtomicLong nanos = new AtomicLong();
  private final List<LoginCheck> checks = new CopyOnWriteArrayList<>();
  private final GrantSigner signer = GrantSigner.generate(new SecureRandom());
  private final InstantSource clock = () -> Instant.EPOCH.plusNanos(nanos.get());
  private Logins logins = open(config(Duration.ofSeconds(5), 100, 3, 10));

  private Logins open(LoginConfig config) {
    return new Logins(
        clock, nanos::get, new SecureRandom(), authenticator, signer, config, checks::add);
  }

  private static LoginConfig config(
      Duration rememberedFor, int rememberedMax, int checksMax, int perAddress) {
    return new LoginConfig(
        rememberedFor,
        Duration.ofHours(1),
        rememberedMax,
        checksMax,
        perAddress,
        Duration.ofSeconds(60),
        new ThrottleConfig(
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(8),
            Duration.ofMinutes(15),
            1000,
            Duration.ofSeconds(1),
            50,
            Duration.ofSeconds(10)));
  }

  @AfterEach
  void close() {
    authenticator.goOn();
    logins.close();
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private LoginResult find(String... authorizations) throws Exception {
    return logins.find(List.of(authorizations), HERE).get(10, TimeUnit.SECONDS);
  }

  @Test
  void rightCredentialsAreRememberedForTheConfiguredTime() throws Exception {
    LoginResult first = find(basic("alice:secret"));
    nanos.addAndGet(Duration.ofMillis(4999).toNanos());

    CompletableFuture<LoginResult> again = logins.find(List.of(basic("alice:secret")), HERE);

    assertThat(again).isCompletedWithValue(first);
    assertThat(authenticator.checks()).isEqualTo(1);

    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(find(basic("alice:secret"))).isInstanceOf(Accepted.class);
    assertThat(authenticator.checks()).isEqualTo(2);
  }

  @Test
  void wrongCredentialsAreNeverRemembered() throws Exception {
    assertThat(find(basic("alice:wrong"))).isInstanceOf(Rejected.class);
    assertThat(find(basic("alice:wrong"))).isInstanceOf(Rejected.class);

    assertThat(authenticator.checks()).isEqualTo(2);
  }

  @Test
  void nothingIsRememberedWhenTheTimeIsZero() throws Exception {
    logins.close();
    logins = open(config(Duration.ZERO, 100, 3, 3));

    find(basic("alice:secret"));
    find(basic("alice:secret"));

    assertThat(authenticator.checks()).isEqualTo(2);
  }

  @Test
  void rememberedLoginsAreBounded() throws Exception {
    for (int i = 0; i < 1000; i++) {
      find(basic("user" + i + ":secret"));
    }
    int before = authenticator.checks();
    for (int i = 0; i < 1000; i++) {
      find(basic("user" + i + ":secret"));
    }

    assertThat(authenticator.checks() - before).isGreaterThanOrEqualTo(800);
  }

  @Test
  void sameCredentialsAreCheckedOnceAtATime() throws Exception {
    authenticator.hold();
    List<CompletableFuture<LoginResult>> waiting =
        List.of(
            logins.find(List.of(basic("alice:secret")), HERE),
            logins.find(List.of(basic("alice:secret")), HERE),
            logins.find(List.of(basic("alice:secret")), HERE),
            logins.find(List.of(basic("alice:secret")), HERE),
            logins.find(List.of(basic("alice:secret")), HERE));
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    authenticator.goOn();

    for (CompletableFuture<LoginResult> result : waiting) {
      assertThat(result.get(10, TimeUnit.SECONDS)).isInstanceOf(Accepted.class);
    }
    assertThat(authenticator.checks()).isEqualTo(1);
  }

  @Test
  void checksUnderWayAreBounded() throws Exception {
    find(basic("known:secret"));
    authenticator.hold();
    for (int i = 0; i < 3; i++) {
      assertThat(logins.find(List.of(basic("user" + i + ":secret")), HERE)).isNotDone();
    }

    assertThat(find(basic("late:secret")))
        .isInstanceOfSatisfying(
            Unchecked.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(ErrorCode.TOO_MANY_SESSIONS));
    assertThat(find(basic("known:secret"))).isInstanceOf(Accepted.class);

    authenticator.goOn();
    find(basic("user0:secret"));
    assertThat(find(basic("late:secret"))).isInstanceOf(Accepted.class);
  }

  @Test
  void addressThatGuessesKeepsNobodyElseOut() throws Exception {
    logins.close();
    logins = open(config(Duration.ofSeconds(5), 100, 4, 2));
    authenticator.hold();
    List<CompletableFuture<LoginResult>> guesses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      guesses.add(logins.find(List.of(basic("alice:guess" + i)), "10.0.0.1"));
    }
    CompletableFuture<LoginResult> other = logins.find(List.of(basic("bob:secret")), "10.0.0.2");

    assertThat(guesses.subList(0, 2)).noneMatch(CompletableFuture::isDone);
    for (CompletableFuture<LoginResult> refused : guesses.subList(2, 4)) {
      assertThat(refused.join())
          .isInstanceOfSatisfying(
              Unchecked.class,
              why -> assertThat(why.failure().getMessage()).contains("2 logins from this address"));
    }
    assertThat(other).isNotDone();
    authenticator.goOn();

    assertThat(other.get(10, TimeUnit.SECONDS)).isInstanceOf(Accepted.class);
    assertThat(guesses.getFirst().get(10, TimeUnit.SECONDS)).isInstanceOf(Rejected.class);
    assertThat(guesses.get(1).get(10, TimeUnit.SECONDS)).isInstanceOf(Rejected.class);
    for (int i = 0; i < 5; i++) {
      assertThat(logins.find(List.of(basic("bob" + i + ":later")), "10.0.0.1").get())
          .as("its checks are over, so it may try again")
          .isInstanceOf(Rejected.class);
    }
  }

  @Test
  void addressesOfOneIpv6NetworkCountAsOne() {
    ChecksByAddress checks = new ChecksByAddress(2);

    assertThat(checks.tryBegin("2001:db8:0:1:0:0:0:1")).isTrue();
    assertThat(checks.tryBegin("2001:db8:0:1:0:0:0:2")).isTrue();
    assertThat(checks.tryBegin("2001:db8:0:1:ffff:0:0:3")).isFalse();
    assertThat(checks.tryBegin("2001:db8:0:2:0:0:0:1")).isTrue();
    checks.end("2001:db8:0:1:0:0:0:2");
    assertThat(checks.tryBegin("2001:db8:0:1:0:0:0:9")).isTrue();
  }

  @Test
  void failureOfTheAuthenticatorIsToldAndNotRemembered() throws Exception {
    var away = new PlatformException(ErrorCode.METADATA_UNAVAILABLE, "the database is away");
    authenticator.failWith(() -> Optional.of(away));
    assertThat(find(basic("alice:secret"))).isEqualTo(new Unchecked(away));

    authenticator.failWith(() -> Optional.of(new IllegalStateException("unforeseen")));
    assertThat(find(basic("alice:secret")))
        .isInstanceOfSatisfying(
            Unchecked.class,
            failed -> assertThat(failed.failure().code()).isEqualTo(ErrorCode.INTERNAL));

    authenticator.failWith(Optional::empty);
    assertThat(find(basic("alice:secret"))).isInstanceOf(Accepted.class);
  }

  // ---- while credentials cannot be checked

  private void beAway() {
    authenticator.failWith(
        () -> Optional.of(new PlatformException(ErrorCode.METADATA_UNAVAILABLE, "away")));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void loginThatCannotBeCheckedCountsForAnHourAfterItsLastCheck() throws Exception {
    find(basic("alice:secret"));
    beAway();
    pass(Duration.ofMinutes(59));
    assertThat(find(basic("alice:secret"))).isInstanceOf(Accepted.class);
    assertThat(find(basic("bob:secret"))).as("was never checked").isInstanceOf(Unchecked.class);
    assertThat(find(basic("alice:wrong"))).as("is another one").isInstanceOf(Unchecked.class);

    pass(Duration.ofMinutes(1));
    assertThat(find(basic("alice:secret"))).isInstanceOf(Unchecked.class);
  }

  @Test
  void whileItCannotBeCheckedThatIsTriedNowAndThenOnly() throws Exception {
    find(basic("alice:secret"));
    beAway();
    pass(Duration.ofMinutes(1));
    for (int i = 0; i < 10; i++) {
      assertThat(find(basic("alice:secret"))).isInstanceOf(Accepted.class);
    }
    assertThat(authenticator.checks()).isEqualTo(2);
    pass(Duration.ofSeconds(5));
    authenticator.failWith(Optional::empty);
    assertThat(find(basic("alice:secret"))).isInstanceOf(Accepted.class);
    assertThat(authenticator.checks()).isEqualTo(3);
  }

  /// Each check may take seconds when the control plane hangs, and few may run at once.
  @Test
  void whatOneHasFoundOutSavesOthersTheWait() throws Exception {
    find(basic("alice:secret"));
    find(basic("bob:secret"));
    beAway();
    pass(Duration.ofMinutes(1));
    find(basic("alice:secret"));
    assertThat(authenticator.checks()).isEqualTo(3);
    assertThat(find(basic("bob:secret"))).isInstanceOf(Accepted.class);
    assertThat(authenticator.checks()).isEqualTo(3);

    assertThat(find(basic("carol:secret"))).as("was never checked").isInstanceOf(Unchecked.class);
    authenticator.failWith(Optional::empty);
    find(basic("carol:secret"));
    pass(Duration.ofMinutes(1));
    find(basic("bob:secret"));
    assertThat(authenticator.checks()).as("as soon as one can be checked").isEqualTo(6);
  }

  @Test
  void faultOfTheAuthenticatorLetsNobodyIn() throws Exception {
    find(basic("alice:secret"));
    pass(Duration.ofMinutes(1));
    authenticator.failWith(() -> Optional.of(new IllegalStateException("unforeseen")));
    assertThat(find(basic("alice:secret"))).isInstanceOf(Unchecked.class);
  }

  @Test
  void forgottenLoginsDoNotCountWhileTheyCannotBeChecked() throws Exception {
    find(basic("alice:secret"));
    logins.forgetAll();
    beAway();
    assertThat(find(basic("alice:secret"))).isInstanceOf(Unchecked.class);
  }

  @Test
  void loginsToBeCheckedAnewCountWhileTheyCannotBe() throws Exception {
    find(basic("alice:secret"));
    logins.recheckAll();
    find(basic("alice:secret"));
    assertThat(authenticator.checks()).as("they are checked when that is possible").isEqualTo(2);
    beAway();
    logins.recheckAll();
    assertThat(find(basic("alice:secret"))).isInstanceOf(Accepted.class);
  }

  @Test
  void revokedLoginsDoNotCountAndOthersDo() throws Exception {
    find(basic("alice:secret"));
    find(basic("bob:secret"));
    beAway();
    UUID alice = FakeAuthenticator.authenticated("alice").principal().id();
    logins.revoke(List.of(new Revocation(alice, 7)));
    assertThat(find(basic("alice:secret"))).as("revision 7 is hers").isInstanceOf(Accepted.class);
    logins.revoke(List.of(new Revocation(alice, 8)));
    assertThat(find(basic("alice:secret"))).isInstanceOf(Unchecked.class);
    assertThat(find(basic("bob:secret"))).isInstanceOf(Accepted.class);
  }

  @Test
  void loginThatTurnsOutWrongIsForgotten() throws Exception {
    find(basic("alice:secret"));
    pass(Duration.ofMinutes(1));
    authenticator.reject(true);
    assertThat(find(basic("alice:secret"))).isInstanceOf(Rejected.class);
    beAway();
    pass(Duration.ofMinutes(1));
    assertThat(find(basic("alice:secret"))).isInstanceOf(Unchecked.class);
  }

  @Test
  void bearerTokenOfNameAndPasswordIsAccepted() throws Exception {
    assertThat(find(basic("alice:secret").replace("Basic", "Bearer"))).isInstanceOf(Accepted.class);
    assertThat(find(basic("alice:secret").replace("Basic ", "bAsIc   ")))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void missingCredentialsAreAskedFor() throws Exception {
    assertThat(find())
        .isInstanceOfSatisfying(
            Rejected.class, missing -> assertThat(missing.reason()).startsWith("send credentials"));
    assertThat(authenticator.checks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic YWxpY2U=", // alice, without a colon
        "Basic OnNlY3JldA==", // :secret, without a name
        "Basic /zpzZWNyZXQ=", // not UTF-8
        "Basic YWxpY2U6c2VjcmV0 YWxpY2U6c2VjcmV0",
        "Digest YWxpY2U6c2VjcmV0",
        "YWxpY2U6c2VjcmV0"
      })
  void malformedHeadersAreRejectedWithoutAskingAnybody(String authorization) throws Exception {
    assertThat(find(authorization)).isInstanceOf(Rejected.class);
    assertThat(authenticator.checks()).isZero();
  }

  @Test
  void severalHeadersAndEndlessOnesAreRejected() throws Exception {
    assertThat(find(basic("alice:secret"), basic("bob:secret"))).isInstanceOf(Rejected.class);
    assertThat(find(basic("alice:" + "x".repeat(5000)))).isInstanceOf(Rejected.class);
    assertThat(authenticator.checks()).isZero();
  }

  @Test
  void passwordMayContainColonsAndUmlauts() throws Exception {
    assertThat(Credentials.parse(basic("jürgen:a:b€")))
        .hasValueSatisfying(credentials -> {
          assertThat(credentials.name()).isEqualTo("jürgen");
          assertThat(credentials.password().value()).isEqualTo("a:b€");
          assertThat(credentials.toString()).doesNotContain("a:b");
        });
  }

  private Grant opened(String text) {
    var alice = FakeAuthenticator.PRODUCTION;
    return switch (new GrantVerifier(
            GrantKeys.of(
                new GrantKeys.Key(GrantKeys.Owner.CONTROL_PLANE, signer.verificationKey())),
            "w-1",
            alice.id()::equals)
        .open(text)) {
      case GrantVerdict.Valid(Grant grant) -> grant;
      case GrantVerdict.Refused(var reason) -> throw new AssertionError(reason);
    };
  }

  @Test
  void grantSaysWhoAsksFromWhereAndForWhichWorker() throws Exception {
    Login login = ((Accepted) find(basic("alice:secret"))).login();

    Grant grant = opened(login.grant("10.0.0.1", "w-1"));

    var alice = FakeAuthenticator.authenticated("alice");
    assertThat(grant)
        .isEqualTo(
            new Grant(
                alice.principal(),
                alice.revision(),
                alice.environment(),
                alice.access(),
                alice.defaultCatalog(),
                ClientInterface.HTTP,
                "10.0.0.1",
                new Grant.Validity("w-1", Instant.EPOCH, Instant.EPOCH.plusSeconds(60))));
    assertThat(opened(login.grant("10.0.0.2", "w-1")).clientAddress()).isEqualTo("10.0.0.2");
    assertThatThrownBy(() -> opened(login.grant("10.0.0.1", "w-2")))
        .hasMessageContaining("FOR_ANOTHER_WORKER");
  }

  @Test
  void grantIsReusedUntilHalfOfItsLifeIsOver() throws Exception {
    Login login = ((Accepted) find(basic("alice:secret"))).login();
    String first = login.grant("10.0.0.1", "w-1");
    login.grant("10.0.0.2", "w-1");

    nanos.addAndGet(Duration.ofMillis(29_999).toNanos());
    assertThat(login.grant("10.0.0.1", "w-1")).isSameAs(first);

    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(login.grant("10.0.0.1", "w-1")).isNotEqualTo(first);
  }

  @Test
  void forgottenLoginsAreCheckedAnew() throws Exception {
    LoginResult first = find(basic("alice:secret"));

    logins.forgetAll();

    assertThat(find(basic("alice:secret"))).isInstanceOf(Accepted.class).isNotEqualTo(first);
    assertThat(authenticator.checks()).isEqualTo(2);
  }

  @Test
  void checkThatBeganBeforeForgettingIsNotRemembered() throws Exception {
    authenticator.hold();
    CompletableFuture<LoginResult> before = logins.find(List.of(basic("alice:secret")), HERE);
    awaitChecks(1);
    logins.forgetAll();
    authenticator.goOn();
    assertThat(before.get(10, TimeUnit.SECONDS)).isInstanceOf(Accepted.class);

    find(basic("alice:secret"));

    assertThat(authenticator.checks()).isEqualTo(2);
  }

  private void awaitChecks(int count) {
    Patience.until("checks have begun", () -> authenticator.checks() == count);
  }

  private LoginResult findFrom(String address, String pair) throws Exception {
    return logins.find(List.of(basic(pair)), address).get(10, TimeUnit.SECONDS);
  }

  private static void assertWaits(LoginResult result, Duration time) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Throttled.class,
            throttled -> {
              assertThat(throttled.retryAfter()).isEqualTo(time);
              assertThat(throttled.failure().code()).isEqualTo(ErrorCode.TOO_MANY_LOGINS);
            });
  }

  @Test
  void whoGuessesWaitsLongerAndLonger() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(findFrom("10.0.0.1", "alice:wrong" + i)).isInstanceOf(Rejected.class);
    }
    for (int seconds : new int[] {1, 2, 4, 8, 8}) {
      int before = authenticator.checks();
      assertWaits(findFrom("10.0.0.1", "alice:secret"), Duration.ofSeconds(seconds));
      assertThat(authenticator.checks()).as("nothing is hashed").isEqualTo(before);
      nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
      assertThat(findFrom("10.0.0.1", "alice:wrong")).isInstanceOf(Rejected.class);
    }
  }

  @Test
  void ownerFromElsewhereIsNotKeptOutByGuessing() throws Exception {
    for (int i = 0; i < 3; i++) {
      findFrom("10.0.0.1", "alice:wrong" + i);
    }

    assertThat(findFrom("10.0.0.2", "alice:secret")).isInstanceOf(Accepted.class);
    assertThat(findFrom("10.0.0.1", "bob:secret"))
        .as("another name from the same address")
        .isInstanceOf(Accepted.class);
    assertWaits(findFrom("10.0.0.1", "alice:wrong"), Duration.ofSeconds(1));
  }

  @Test
  void nameGuessedAtFromManyPlacesStillLetsItsOwnerInAtTheFirstTry() throws Exception {
    for (int i = 0; i < 60; i++) {
      findFrom("10.0.1." + i, "alice:wrong");
    }

    assertThat(findFrom("10.0.2.1", "alice:wrong")).isInstanceOf(Rejected.class);
    assertWaits(findFrom("10.0.2.1", "alice:wrong"), Duration.ofSeconds(1));
    assertThat(findFrom("10.0.2.2", "alice:secret")).isInstanceOf(Accepted.class);
  }

  @Test
  void addressThatTriesManyNamesIsSlowedDown() throws Exception {
    for (int i = 0; i < 1000; i++) {
      assertThat(findFrom("10.0.0.1", "user" + i + ":wrong")).isInstanceOf(Rejected.class);
    }

    assertWaits(findFrom("10.0.0.1", "another:wrong"), Duration.ofSeconds(1));
    assertThat(findFrom("10.0.0.2", "another:wrong")).isInstanceOf(Rejected.class);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(findFrom("10.0.0.1", "another:wrong")).isInstanceOf(Rejected.class);
  }

  @Test
  void whoIsInStaysInBesideAGuesser() throws Exception {
    assertThat(findFrom("10.0.0.1", "alice:secret")).isInstanceOf(Accepted.class);
    for (int i = 0; i < 3; i++) {
      findFrom("10.0.0.1", "alice:wrong" + i);
    }

    assertThat(findFrom("10.0.0.1", "alice:secret")).isInstanceOf(Accepted.class);
  }

  @Test
  void rightPasswordAndTimeEndTheSlowness() throws Exception {
    findFrom("10.0.0.1", "alice:wrong1");
    findFrom("10.0.0.1", "alice:wrong2");
    findFrom("10.0.0.1", "alice:secret");
    findFrom("10.0.0.1", "alice:wrong3");
    assertThat(findFrom("10.0.0.1", "alice:wrong4"))
        .as("mistyping is forgotten after a right password")
        .isInstanceOf(Rejected.class);
    findFrom("10.0.0.1", "alice:wrong5");
    nanos.addAndGet(Duration.ofMinutes(16).toNanos());

    for (int i = 0; i < 3; i++) {
      assertThat(findFrom("10.0.0.1", "alice:again" + i)).isInstanceOf(Rejected.class);
    }
  }

  @Test
  void closedLoginsCheckNothing() throws Exception {
    logins.close();

    assertThat(find(basic("alice:secret")))
        .isInstanceOfSatisfying(
            Unchecked.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
  }
}
