package ai.altertable.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.controlplane.bootstrap.Bootstrapped;
import ai.altertable.controlplane.bootstrap.GeneratedCredentials;
import ai.altertable.controlplane.catalog.RolePasswords;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authentication.Rejected;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ControlPlaneTest {
  private static final RolePasswords ROLE_PASSWORDS =
      RolePasswords.derivedFrom(new Secret("a master key of thirty-two bytes"));

  private final TestPostgres postgres = TestPostgres.shared();
  private final ControlPlaneConfig config = FreshPlatforms.config();

  @Test
  void credentialsThatNobodyHasSeenAreMadeAnew() {
    try (ControlPlane plane = open()) {
      GeneratedCredentials lost =
          plane.bootstrap().apply(BootstrapFlags.none(), true).generated().orElseThrow();
      GeneratedCredentials shown =
          plane.bootstrap().apply(BootstrapFlags.none(), true).generated().orElseThrow();
      assertThat(login(plane, lost.user(), lost.password())).isInstanceOf(Rejected.class);
      assertThat(login(plane, shown.user(), shown.password())).isInstanceOf(Authenticated.class);
      assertThat(plane.bootstrap().apply(BootstrapFlags.none()).generated()).isEmpty();
    }
  }

  @Test
  void firstStartWithoutFlagsMakesEverythingOnce() {
    GeneratedCredentials generated;
    try (ControlPlane first = open()) {
      Bootstrapped bootstrapped = first.bootstrap().apply(BootstrapFlags.none());
      generated = bootstrapped.generated().orElseThrow();
      assertThat(generated.user()).isEqualTo("admin");
      assertThat(generated.password().value()).hasSize(32);
      assertThat(generated.apiKey().value()).startsWith("pk_live_").hasSize(40);
      assertThat(generated.toString())
          .doesNotContain(generated.password().value(), generated.apiKey().value());
      assertThat(bootstrapped.environment().slug()).isEqualTo("production");
      assertThat(first.databases().databases(bootstrapped.environment()))
          .extracting(ManagedDatabase::name)
          .containsExactly("lakehouse");
      assertThat(first.metadataServer().database()).isEqualTo(config.lakehouse().database());
    }
    try (ControlPlane second = open()) {
      assertThat(second.bootstrap().apply(BootstrapFlags.none()).generated()).isEmpty();
      assertThat(login(second, generated.user(), generated.password()))
          .isInstanceOfSatisfying(
              Authenticated.class,
              answer -> {
                assertThat(answer.access()).isEqualTo(Map.of("lakehouse", Access.WRITE));
                assertThat(answer.defaultCatalog()).contains("lakehouse");
              });
    }
  }

  @Test
  void sameFlagsAgainChangeNothing() {
    BootstrapFlags flags =
        flags(List.of("ann:a", "bob:b"), List.of("rob:r"), List.of("key1"), "sales", "hr");
    String before;
    try (ControlPlane first = open()) {
      assertThat(first.bootstrap().apply(flags))
          .satisfies(done -> assertThat(done.generated()).isEmpty())
          .satisfies(done -> assertThat(done.moved()).isEmpty());
      before = state();
      assertThat(first.bootstrap().apply(flags).moved()).isEmpty();
      assertThat(state()).isEqualTo(before);
    }
    try (ControlPlane second = open()) {
      second.bootstrap().apply(flags);
      assertThat(state()).isEqualTo(before);
      second.bootstrap().apply(BootstrapFlags.none());
      assertThat(state()).isEqualTo(before);
    }
  }

  @Test
  void flagsDecideUsersAndDefaultDatabase() {
    try (ControlPlane plane = open()) {
      plane.bootstrap().apply(flags(List.of("ann:a"), List.of("rob:r"), List.of(), "memory", "b"));
      assertThat(login(plane, "ann", new Secret("a")))
          .isInstanceOfSatisfying(
              Authenticated.class,
              answer -> {
                assertThat(answer.access())
                    .isEqualTo(Map.of("memory", Access.WRITE, "b", Access.WRITE));
                assertThat(answer.defaultCatalog()).contains("memory");
              });
      assertThat(login(plane, "rob", new Secret("r")))
          .isInstanceOfSatisfying(
              Authenticated.class,
              answer ->
                  assertThat(answer.access())
                      .isEqualTo(Map.of("memory", Access.READ, "b", Access.READ)));
      assertThat(login(plane, "admin", new Secret("a"))).isEqualTo(new Rejected());
    }
  }

  @Test
  void changedFlagsTakeEffectAtOnce() {
    try (ControlPlane plane = open()) {
      plane.bootstrap().apply(flags(List.of("ann:a", "eve:e"), List.of(), List.of(), "one"));
      assertThat(login(plane, "ann", new Secret("a"))).isInstanceOf(Authenticated.class);

      Bootstrapped changed =
          plane
              .bootstrap()
              .apply(flags(List.of("ann:new"), List.of("eve:e"), List.of(), "two", "one"));
      assertThat(changed.moved()).contains(new Bootstrapped.MovedDefault("one", "two"));
      assertThat(login(plane, "ann", new Secret("a"))).isEqualTo(new Rejected());
      assertThat(login(plane, "ann", new Secret("new")))
          .isInstanceOfSatisfying(
              Authenticated.class,
              answer -> {
                assertThat(answer.access()).containsOnlyKeys("one", "two");
                assertThat(answer.defaultCatalog()).contains("two");
              });
      assertThat(login(plane, "eve", new Secret("e")))
          .isInstanceOfSatisfying(
              Authenticated.class,
              answer -> assertThat(answer.access()).containsEntry("one", Access.READ));
    }
  }

  @Test
  void newDatabaseIsSeenByThoseWhoAreIn() {
    try (ControlPlane plane = open()) {
      Bootstrapped bootstrapped =
          plane.bootstrap().apply(flags(List.of("ann:a"), List.of(), List.of(), "one"));
      login(plane, "ann", new Secret("a"));
      plane.databases().createDatabase(bootstrapped.environment(), "two");
      assertThat(login(plane, "ann", new Secret("a")))
          .isInstanceOfSatisfying(
              Authenticated.class,
              answer -> assertThat(answer.access()).containsOnlyKeys("one", "two"));
    }
  }

  @Test
  void usersBelongToTheFirstEnvironmentNamed() {
    try (ControlPlane plane = open()) {
      BootstrapFlags flags =
          new BootstrapFlags(
              secrets(List.of("ann:a")),
              List.of(),
              List.of(),
              List.of("Team Blue", "production"),
              List.of());
      assertThat(plane.bootstrap().apply(flags).environment().slug()).isEqualTo("team-blue");
      assertThat(login(plane, "ann", new Secret("a")))
          .isInstanceOfSatisfying(
              Authenticated.class,
              answer -> assertThat(answer.environment().slug()).isEqualTo("team-blue"));
      assertThat(plane.bootstrap().apply(BootstrapFlags.none()).environment().slug())
          .isEqualTo("team-blue");
    }
  }

  @Test
  void refusedFlagsChangeNothing() {
    try (ControlPlane plane = open()) {
      BootstrapFlags flags =
          flags(List.of("ann:a", "nocolon"), List.of(), List.of(), "sales", "system");
      assertThatThrownBy(() -> plane.bootstrap().apply(flags))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("number 2")
          .hasMessageContaining("'system' is reserved");
      assertThat(state()).doesNotContain("ann", "sales");
    }
  }

  @Test
  void severalStartingAtOnceAgree() throws Exception {
    Callable<Optional<GeneratedCredentials>> start =
        () -> {
          try (ControlPlane plane = open()) {
            return plane.bootstrap().apply(BootstrapFlags.none()).generated();
          }
        };
    try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<GeneratedCredentials>>> starts =
          starters.invokeAll(List.of(start, start, start));
      int generated = 0;
      for (Future<Optional<GeneratedCredentials>> one : starts) {
        generated += one.get().isPresent() ? 1 : 0;
      }
      assertThat(generated).isEqualTo(1);
    }
  }

  private ControlPlane open() {
    return ControlPlane.open(config, ROLE_PASSWORDS, new SecureRandom());
  }

  private static Authentication login(ControlPlane plane, String name, Secret password) {
    return plane.authenticator().authenticate(name, password);
  }

  /// All that is stored, as text.
  private String state() {
    return postgres.text(
        config.database().database(),
        """
        select concat_ws(E'\\n',
          (select json_agg(t order by id) from platform.organization t),
          (select json_agg(t order by id) from platform.environment t),
          (select json_agg(t order by id) from platform.principal t),
          (select json_agg(t order by id) from platform.credential t),
          (select json_agg(t order by id) from platform.api_key t),
          (select json_agg(t order by id) from platform.managed_database t))
        """);
  }

  private static BootstrapFlags flags(
      List<String> users, List<String> readers, List<String> apiKeys, String... databases) {
    return new BootstrapFlags(
        secrets(users), secrets(readers), secrets(apiKeys), List.of(), List.of(databases));
  }

  private static List<Secret> secrets(List<String> values) {
    return Stream.of(values).flatMap(List::stream).map(Secret::new).toList();
  }
}
