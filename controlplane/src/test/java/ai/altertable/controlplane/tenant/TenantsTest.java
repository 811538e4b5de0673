package ai.altertable.controlplane.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.foundation.identity.Environment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantsTest {
  private final ControlPlaneDatabase database =
      ControlPlaneDatabase.open(FreshPlatforms.server(), FreshPlatforms.config().database());
  private final Tenants tenants = new Tenants(database.transactions());

  @BeforeAll
  void open() {
    tenants.organization("Other");
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void organizationIsMadeOnce() {
    Organization first = tenants.organization("Acme Inc");
    assertThat(first.slug()).isEqualTo("acme-inc");
    assertThat(tenants.organization("Acme Inc")).isEqualTo(first);
    assertThat(tenants.organization("Other")).isNotEqualTo(first);
  }

  @Test
  void environmentsAreListedInOrderOfCreation() {
    Organization organization = tenants.organization("Ordered");
    Environment zeta = tenants.environment(organization, "zeta");
    Environment alpha = tenants.environment(organization, "Alpha");
    assertThat(tenants.environment(organization, "zeta")).isEqualTo(zeta);
    assertThat(tenants.environment(organization, "alpha")).isEqualTo(alpha);
    assertThat(tenants.environments(organization)).containsExactly(zeta, alpha);
  }

  @Test
  void organizationsDoNotShareEnvironments() {
    Environment here = tenants.environment(tenants.organization("Here"), "production");
    Environment there = tenants.environment(tenants.organization("There"), "production");
    assertThat(here.id()).isNotEqualTo(there.id());
    assertThat(tenants.environments(tenants.organization("Here"))).containsExactly(here);
  }
}
