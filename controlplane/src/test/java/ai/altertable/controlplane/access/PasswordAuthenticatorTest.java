package ai.altertable.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.access.EnvironmentCatalogs.Catalog;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authentication.Rejected;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasswordAuthenticatorTest {
  private static final Secret RIGHT = new Secret("right");
  private static final Secret WRONG = new Secret("wrong");

  private final ControlPlaneDatabase database =
      ControlPlaneDatabase.open(FreshPlatforms.server(), FreshPlatforms.config().database());
  private final Tenants tenants = new Tenants(database.transactions());
  private final Organization organization = tenants.organization("Acme");
  private final Environment environment = tenants.environment(organization, "production");

  private final AccessConfig config = new AccessConfig(5000, Duration.ofSeconds(60), 100, 2);
  private final AtomicLong nanos = new AtomicLong();
  private final SecureRandom random = new SecureRandom();
  private final CountingHash hash = new CountingHash();
  private final Passwords passwords = new Passwords(random, hash, config);
  private final RememberedLogins remembered = new RememberedLogins(nanos::get, random, config);
  private final Revocations revocations = new Revocations(database.transactions());
  private final Users users =
      new Users(database.transactions(), passwords, remembered, revocations);
  private final UUID hr = UUID.randomUUID();
  private final AtomicReference<List<Catalog>> catalogs =
      new AtomicReference<>(
          List.of(
              new Catalog(UUID.randomUUID(), "sales", false, true),
              new Catalog(hr, "hr", false, false)));
  private final PasswordAuthenticator authenticator =
      new PasswordAuthenticator(users, passwords, remembered, _ -> catalogs.get());

  @BeforeEach
  void makeUsers() {
    users.put(organization, environment, "ann", RIGHT, Role.ADMIN);
    users.put(organization, environment, "rob", RIGHT, Role.READER);
    remembered.forgetAll();
    hash.takeCalls();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void nobodyMayWriteToWhatIsReadOnly() {
    List<Catalog> before = catalogs.get();
    catalogs.set(List.of(before.getFirst(), new Catalog(hr, "hr", true, false)));
    assertThat(authenticator.authenticate("ann", RIGHT))
        .asInstanceOf(type(Authenticated.class))
        .satisfies(answer ->
            assertThat(answer.access())
                .isEqualTo(Map.of("sales", Access.WRITE, "hr", Access.READ)));
    catalogs.set(before);
  }

  @Test
  void catalogWithoutRoleIsNotThere() {
    users.put(organization, environment, "mia", RIGHT, Role.MEMBER);
    assertThat(authenticator.authenticate("mia", RIGHT))
        .asInstanceOf(type(Authenticated.class))
        .satisfies(answer -> {
          assertThat(answer.access()).isEmpty();
          assertThat(answer.defaultCatalog()).isEmpty();
        });
  }

  @Test
  void administratorMayWriteEveryDatabase() {
    assertThat(authenticator.authenticate("ann", RIGHT))
        .asInstanceOf(type(Authenticated.class))
        .satisfies(answer -> {
          assertThat(answer.principal().name()).isEqualTo("ann");
          assertThat(answer.environment()).isEqualTo(environment);
          assertThat(answer.access()).isEqualTo(Map.of("sales", Access.WRITE, "hr", Access.WRITE));
          assertThat(answer.defaultCatalog()).contains("sales");
        });
  }

  @Test
  void readerMayOnlyRead() {
    assertThat(authenticator.authenticate("rob", RIGHT))
        .asInstanceOf(type(Authenticated.class))
        .extracting(Authenticated::access)
        .isEqualTo(Map.of("sales", Access.READ, "hr", Access.READ));
  }

  @Test
  void unknownNameCostsAsMuchAsAWrongPassword() {
    assertThat(authenticator.authenticate("ann", WRONG)).isEqualTo(new Rejected());
    List<Integer> wrongPassword = hash.takeCalls();
    assertThat(authenticator.authenticate("nobody", WRONG)).isEqualTo(new Rejected());
    List<Integer> unknownName = hash.takeCalls();
    assertThat(unknownName).isEqualTo(wrongPassword).containsExactly(5000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a\0b", "a\nb", "\ud800"})
  void impossibleNamesAreRejectedAtTheCostOfAWrongPassword(String name) {
    assertThat(authenticator.authenticate(name, RIGHT)).isEqualTo(new Rejected());
    assertThat(hash.takeCalls()).containsExactly(5000);
  }

  @Test
  void removedUserCostsAsMuchAsAWrongPassword() {
    users.put(organization, environment, "gone", RIGHT, Role.READER);
    users.remove(organization, "gone");
    hash.takeCalls();

    assertThat(authenticator.authenticate("gone", RIGHT)).isEqualTo(new Rejected());

    assertThat(hash.takeCalls()).containsExactly(5000);
  }

  @Test
  void impossiblePasswordsAreRejected() {
    assertThat(authenticator.authenticate("ann", new Secret(""))).isEqualTo(new Rejected());
    assertThat(authenticator.authenticate("ann", new Secret("r\0"))).isEqualTo(new Rejected());
    assertThat(authenticator.authenticate("ann", new Secret("x".repeat(1025))))
        .isEqualTo(new Rejected());
    assertThat(authenticator.authenticate("ann", new Secret("\u00ad"))).isEqualTo(new Rejected());
    assertThat(authenticator.authenticate("ann", new Secret("\ud800"))).isEqualTo(new Rejected());
    assertThat(hash.takeCalls()).containsOnly(5000).hasSize(5);
  }

  @Test
  void namesAreCaseSensitive() {
    assertThat(authenticator.authenticate("Ann", RIGHT)).isEqualTo(new Rejected());
  }

  @Test
  void rightPasswordIsNotHashedAgainForAMinute() {
    Authentication first = authenticator.authenticate("ann", RIGHT);
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(authenticator.authenticate("ann", RIGHT)).isEqualTo(first);
    assertThat(hash.takeCalls()).hasSize(1);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(authenticator.authenticate("ann", RIGHT)).isEqualTo(first);
    assertThat(hash.takeCalls()).hasSize(1);
  }

  @Test
  void rememberedLoginDoesNotLetAWrongPasswordIn() {
    authenticator.authenticate("ann", RIGHT);
    assertThat(authenticator.authenticate("ann", WRONG)).isEqualTo(new Rejected());
    assertThat(authenticator.authenticate("rob", WRONG)).isEqualTo(new Rejected());
  }

  @Test
  void wrongPasswordIsCheckedEachTime() {
    authenticator.authenticate("ann", WRONG);
    authenticator.authenticate("ann", WRONG);
    assertThat(hash.takeCalls()).hasSize(2);
  }

  @Test
  void changedPasswordCountsAtOnce() {
    authenticator.authenticate("ann", RIGHT);
    Secret changed = new Secret("changed");
    assertThat(users.put(organization, environment, "ann", changed, Role.ADMIN))
        .isEqualTo(Users.Change.CHANGED);
    assertThat(authenticator.authenticate("ann", RIGHT)).isEqualTo(new Rejected());
    assertThat(authenticator.authenticate("ann", changed)).isInstanceOf(Authenticated.class);
  }

  @Test
  void changedRoleCountsAtOnce() {
    authenticator.authenticate("ann", RIGHT);
    users.put(organization, environment, "ann", RIGHT, Role.READER);
    assertThat(authenticator.authenticate("ann", RIGHT))
        .asInstanceOf(type(Authenticated.class))
        .satisfies(answer -> assertThat(answer.access()).containsEntry("sales", Access.READ));
  }

  @Test
  void changeWithinALongerTransactionCountsOnceItIsCommitted() {
    Secret changed = new Secret("changed");
    database
        .transactions()
        .run(_ -> {
          users.put(organization, environment, "ann", changed, Role.ADMIN);
          // Another thread still sees, and remembers, the state before.
          assertThat(inAnotherThread("ann", RIGHT)).isInstanceOf(Authenticated.class);
        });
    assertThat(authenticator.authenticate("ann", RIGHT)).isEqualTo(new Rejected());
  }

  @Test
  void sameUserAgainIsNoChange() {
    String before = verifier();
    assertThat(users.put(organization, environment, "ann", RIGHT, Role.ADMIN))
        .isEqualTo(Users.Change.NONE);
    assertThat(verifier()).isEqualTo(before);
  }

  @Test
  void userMayMoveToAnotherEnvironment() {
    Environment staging = tenants.environment(organization, "staging");
    users.put(organization, staging, "ann", RIGHT, Role.ADMIN);
    assertThat(authenticator.authenticate("ann", RIGHT))
        .asInstanceOf(type(Authenticated.class))
        .extracting(Authenticated::environment)
        .isEqualTo(staging);
  }

  @Test
  void nameOfAnotherOrganizationIsTaken() {
    Organization other = tenants.organization("Other");
    Environment theirs = tenants.environment(other, "production");
    assertThatThrownBy(() -> users.put(other, theirs, "ann", RIGHT, Role.ADMIN))
        .asInstanceOf(type(PlatformException.class))
        .extracting(PlatformException::code)
        .isEqualTo(ErrorCode.ALREADY_EXISTS);
    assertThat(users.isEmpty(other)).isTrue();
  }

  @Test
  void olderPasswordsKeepTheirIterations() {
    Passwords stronger =
        new Passwords(random, hash, new AccessConfig(6000, Duration.ofSeconds(60), 100, 2));
    assertThat(
            new PasswordAuthenticator(users, stronger, remembered, _ -> catalogs.get())
                .authenticate("ann", RIGHT))
        .isInstanceOf(Authenticated.class);
    assertThat(hash.takeCalls()).containsExactly(5000);
  }

  private Authentication inAnotherThread(String name, Secret password) {
    AtomicReference<Authentication> answer = new AtomicReference<>(new Rejected());
    Thread thread =
        Thread.startVirtualThread(() -> answer.set(authenticator.authenticate(name, password)));
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return answer.get();
  }

  private String verifier() {
    return database
        .transactions()
        .call(handle ->
            handle
                .createQuery("select verifier from credential where username = 'ann'")
                .mapTo(String.class)
                .one());
  }
}
