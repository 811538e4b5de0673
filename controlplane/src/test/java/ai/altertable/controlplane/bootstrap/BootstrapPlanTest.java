package ai.altertable.controlplane.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.access.Role;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BootstrapPlanTest {
  @Test
  void flagsAreUnderstood() {
    BootstrapPlan plan =
        BootstrapPlan.of(
            new BootstrapFlags(
                secrets("ann:pass:with:colons"),
                secrets("rob:r"),
                secrets("key"),
                List.of("production", "staging"),
                List.of("sales", "hr")));
    assertThat(plan.users())
        .containsExactly(
            new PlannedUser("ann", new Secret("pass:with:colons"), Role.ADMIN),
            new PlannedUser("rob", new Secret("r"), Role.READER));
    assertThat(plan.apiKeys()).containsExactly(new Secret("key"));
    assertThat(plan.environments()).containsExactly("production", "staging");
    assertThat(plan.databases()).containsExactly("sales", "hr");
  }

  @Test
  void sayingTheSameTwiceIsNoContradiction() {
    BootstrapPlan plan =
        BootstrapPlan.of(
            new BootstrapFlags(
                secrets("ann:a", "ann:a"),
                List.of(),
                secrets("key", "key"),
                List.of("production", "production"),
                List.of("sales", "sales")));
    assertThat(plan.users()).hasSize(1);
    assertThat(plan.apiKeys()).hasSize(1);
    assertThat(plan.environments()).hasSize(1);
    assertThat(plan.databases()).hasSize(1);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    BootstrapFlags flags =
        new BootstrapFlags(
            secrets("ann:pw-one", "ann:pw-two", "pw-without-name", ":pw-nameless", "eve:"),
            secrets("ann:pw-one", "a\u0007b:pw-bell"),
            secrets("key with spaces"),
            List.of("Production", "production", "..."),
            List.of("system", "My DB", "my_db"));
    assertThatThrownBy(flags::check)
        .isInstanceOfSatisfying(
            PlatformException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
              assertThat(refused.getMessage())
                  .contains(
                      "--user 'ann' is given twice, with different passwords",
                      "--user number 3 has no colon; write name:password",
                      "--user '': a name has 1 to 128 characters",
                      "--user 'eve': the password must have 1 to 1024 characters",
                      "'ann' is given both by --user and by --reader",
                      "--reader 'a?b': a name has",
                      "--api-key number 1 must have",
                      "--environment 'production' and 'Production' are too much alike",
                      "--environment: the name '...' needs at least one letter",
                      "--database: the database name 'system' is reserved",
                      "--database 'my_db' and 'My DB' are too much alike")
                  .doesNotContain("pw-", "key with spaces");
              assertThat(refused.clientMessage().lines()).hasSize(12);
            });
  }

  @Test
  void printsNoPassword() {
    BootstrapFlags flags =
        new BootstrapFlags(
            secrets("ann:hidden"), secrets("rob:hidden"), secrets("hidden"), List.of(), List.of());
    assertThat(flags.toString()).doesNotContain("hidden");
    assertThat(BootstrapPlan.of(flags).toString()).contains("ann").doesNotContain("hidden");
  }

  private static List<Secret> secrets(String... values) {
    return Stream.of(values).map(Secret::new).toList();
  }
}
