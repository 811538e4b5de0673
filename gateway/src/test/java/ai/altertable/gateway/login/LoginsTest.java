package ai.altertable.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantCodec;
import ai.altertable.gateway.FakeAuthenticator;
import ai.altertable.gateway.login.LoginResult.Accepted;
import ai.altertable.gateway.login.LoginResult.Rejected;
import ai.altertable.gateway.login.LoginResult.Unchecked;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
  private Logins logins = open(new LoginConfig(Duration.ofSeconds(5), 100, 3, 10));

  private Logins open(LoginConfig config) {
    return new Logins(nanos::get, new SecureRandom(), authenticator, config);
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
    logins = open(new LoginConfig(Duration.ZERO, 100, 3, 3));

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
    logins = open(new LoginConfig(Duration.ofSeconds(5), 100, 4, 2));
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
      assertThat(logins.find(List.of(basic("alice:later" + i)), "10.0.0.1").get())
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

  @Test
  void grantSaysWhoAsksFromWhere() throws Exception {
    Login login = ((Accepted) find(basic("alice:secret"))).login();

    Grant grant = GrantCodec.decode(login.grant("10.0.0.1"));

    var alice = FakeAuthenticator.authenticated("alice");
    assertThat(grant)
        .isEqualTo(
            new Grant(
                alice.principal(),
                alice.environment(),
                alice.access(),
                alice.defaultCatalog(),
                ClientInterface.HTTP,
                "10.0.0.1"));
    assertThat(login.grant("10.0.0.1")).isSameAs(login.grant("10.0.0.1"));
    assertThat(GrantCodec.decode(login.grant("10.0.0.2")).clientAddress()).isEqualTo("10.0.0.2");
  }

  @Test
  void closedLoginsCheckNothing() throws Exception {
    logins.close();

    assertThat(find(basic("alice:secret")))
        .isInstanceOfSatisfying(
            Unchecked.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
  }

  @Test
  void configRefusesNonsense() {
    assertThat(LoginConfig.defaults())
        .isEqualTo(new LoginConfig(Duration.ofSeconds(5), 10_000, 256, 16));
    for (String wrong :
        List.of("rememberedFor", "rememberedMax", "checksMax", "checksPerAddressMax")) {
      assertThatThrownBy(() ->
              new LoginConfig(
                  wrong.equals("rememberedFor") ? Duration.ofMillis(-1) : Duration.ZERO,
                  wrong.equals("rememberedMax") ? -1 : 0,
                  wrong.equals("checksMax") ? 0 : 1,
                  wrong.equals("checksPerAddressMax") ? 0 : 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong);
    }
  }
}
