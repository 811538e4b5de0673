package ai.altertable.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.lifecycle.Secret;
import org.junit.jupiter.api.Test;

class RolePasswordsTest {
  private static final Secret KEY = new Secret("k".repeat(32));

  @Test
  void passwordDependsOnKeyAndRoleAlone() {
    RolePasswords passwords = RolePasswords.derivedFrom(KEY);
    Secret owner = passwords.password("lake_1_owner");
    assertThat(owner.value()).hasSize(43);
    assertThat(RolePasswords.derivedFrom(KEY).password("lake_1_owner")).isEqualTo(owner);
    assertThat(passwords.password("lake_1_reader")).isNotEqualTo(owner);
    assertThat(RolePasswords.derivedFrom(new Secret("j".repeat(32))).password("lake_1_owner"))
        .isNotEqualTo(owner);
  }

  @Test
  void shortKeyIsRefused() {
    assertThatThrownBy(() -> RolePasswords.derivedFrom(new Secret("short")))
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("short");
  }
}
