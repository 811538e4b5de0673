package ai.altertable.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.controlplane.catalog.RolePasswords;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authentication.Rejected;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.lifecycle.Secret;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
  private static final RolePasswords ROLE_PASSWORDS =
      RolePasswords.derivedFrom(new Secret("a master key of thirty-two bytes"));

  private final ControlPlane plane =
      ControlPlane.open(FreshPlatforms.config(), ROLE_PASSWORDS, new SecureRandom());
  private final Accounts accounts = plane.accounts();
  private final List<Revocation> revoked = new CopyOnWriteArrayList<>();
  private final AtomicInteger forgotten = new AtomicInteger();

  @BeforeEach
  void setUp() {
    plane.bootstrap().apply(flags("ann:a", "eve:e"));
    plane.onRevocation(revoked::add);
    plane.onAccessChange(forgotten::incrementAndGet);
  }

  @AfterEach
  void close() {
    plane.close();
  }

  private static BootstrapFlags flags(String... users) {
    return new BootstrapFlags(
        List.of(users).stream().map(Secret::new).toList(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private Authentication login(String name, String password) {
    return plane.authenticator().authenticate(name, new Secret(password));
  }

  private Authenticated in(String name, String password) {
    return (Authenticated) login(name, password);
  }

  private static void assertFails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PlatformException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  @Test
  void newUsersAreListedAndLetIn() {
    accounts.add("rob", new Secret("r"), Role.READER);

    assertThat(accounts.list())
        .extracting(User::name, User::role, User::environment)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ann", Role.ADMIN, "production"),
            org.assertj.core.groups.Tuple.tuple("eve", Role.ADMIN, "production"),
            org.assertj.core.groups.Tuple.tuple("rob", Role.READER, "production"));
    assertThat(login("rob", "r")).isInstanceOf(Authenticated.class);
    assertThat(revoked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\uFF41nn",
        "a\u0308nn",
        "ann\u202Eeve",
        "an\u200Bn",
        "an\u2028n",
        "ann ",
        "a:b",
        "a\tb",
      })
  void namesThatDoNotShowWhatTheyAreAreRefused(String name) {
    assertFails(
        ErrorCode.INVALID_PARAMETER, () -> accounts.add(name, new Secret("x"), Role.READER));
    assertThat(accounts.list()).hasSize(2);
  }

  @Test
  void namesThatDifferOnlyInCaseAreRefused() {
    ThrowingCallable add = () -> accounts.add("ANN", new Secret("x"), Role.ADMIN);
    assertFails(ErrorCode.ALREADY_EXISTS, add);
    assertThatThrownBy(add).hasMessageContaining("'ann'");
    accounts.add("Ünal", new Secret("x"), Role.READER);
    assertFails(ErrorCode.ALREADY_EXISTS, () -> accounts.add("ünal", new Secret("x"), Role.READER));
    assertThat(accounts.list()).extracting(User::name).containsExactly("ann", "eve", "Ünal");
  }

  @Test
  void changedPasswordRevokesWhatWasGrantedBefore() {
    Authenticated before = in("ann", "a");

    accounts.setPassword("ann", new Secret("new"));

    Authenticated after = in("ann", "new");
    assertThat(login("ann", "a")).isInstanceOf(Rejected.class);
    assertThat(after.revision()).isGreaterThan(before.revision());
    assertThat(revoked).containsExactly(new Revocation(before.principal().id(), after.revision()));
    assertThat(forgotten.get()).isPositive();
  }

  @Test
  void changedRoleByFlagsRevokesWhatWasGrantedBefore() {
    Authenticated before = in("eve", "e");
    plane
        .bootstrap()
        .apply(
            new BootstrapFlags(
                List.of(), List.of(new Secret("eve:e")), List.of(), List.of(), List.of()));

    assertThat(revoked)
        .containsExactly(new Revocation(before.principal().id(), in("eve", "e").revision()));
  }

  @Test
  void sameFlagsAgainRevokeNothing() {
    plane.bootstrap().apply(flags("ann:a", "eve:e"));

    assertThat(revoked).isEmpty();
  }

  @Test
  void removedUserIsOutForGood() {
    Authenticated before = in("eve", "e");

    accounts.remove("eve");

    assertThat(login("eve", "e")).isInstanceOf(Rejected.class);
    assertThat(revoked).containsExactly(Revocation.ofAll(before.principal().id()));
    accounts.add("eve", new Secret("e"), Role.READER);
    assertThat(in("eve", "e").principal().id())
        .as("somebody new, whom the revocation does not concern")
        .isNotEqualTo(before.principal().id());
  }

  @Test
  void lastAdministratorStays() {
    accounts.add("rob", new Secret("r"), Role.READER);
    accounts.remove("eve");

    assertFails(ErrorCode.INVALID_PARAMETER, () -> accounts.remove("ann"));

    assertThat(login("ann", "a")).isInstanceOf(Authenticated.class);
    accounts.remove("rob");
  }

  @Test
  void whatCannotBeDoneIsToldAndChangesNothing() {
    List<User> before = accounts.list();

    assertFails(ErrorCode.ALREADY_EXISTS, () -> accounts.add("ann", new Secret("x"), Role.ADMIN));
    assertFails(
        ErrorCode.INVALID_PARAMETER, () -> accounts.add("a:b", new Secret("x"), Role.ADMIN));
    assertFails(ErrorCode.INVALID_PARAMETER, () -> accounts.add("b", new Secret(""), Role.ADMIN));
    assertFails(ErrorCode.INVALID_PARAMETER, () -> accounts.setPassword("ann", new Secret("")));
    assertFails(ErrorCode.OBJECT_NOT_FOUND, () -> accounts.setPassword("nobody", new Secret("x")));
    assertFails(ErrorCode.OBJECT_NOT_FOUND, () -> accounts.remove("nobody"));

    assertThat(accounts.list()).isEqualTo(before);
    assertThat(revoked).isEmpty();
  }
}
