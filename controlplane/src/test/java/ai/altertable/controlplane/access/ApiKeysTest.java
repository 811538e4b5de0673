package ai.altertable.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeysTest {
  private static final Secret KEY = new Secret("pk_live_abcdefghijklmnopqrstuvwxyz012345");

  private final ControlPlaneDatabase database =
      ControlPlaneDatabase.open(FreshPlatforms.server(), FreshPlatforms.config().database());
  private final Organization organization =
      new Tenants(database.transactions()).organization("Acme");
  private final ApiKeys keys = new ApiKeys(database.transactions());

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void keyIsAddedOnceAndFound() {
    assertThat(keys.isEmpty(organization)).isTrue();
    assertThat(keys.add(organization, KEY)).isTrue();
    assertThat(keys.add(organization, KEY)).isFalse();
    assertThat(keys.isEmpty(organization)).isFalse();
    assertThat(keys.organization(KEY)).contains(organization.id());
    assertThat(keys.organization(new Secret("pk_live_other"))).isEmpty();
  }

  @Test
  void shortKeyIsNotGivenAwayByItsPrefix() {
    keys.add(organization, KEY);
    keys.add(organization, new Secret("test"));
    keys.add(organization, new Secret("abc"));
    List<String> prefixes =
        database
            .transactions()
            .call(handle ->
                handle
                    .createQuery("select prefix from api_key order by length(prefix)")
                    .mapTo(String.class)
                    .list());
    assertThat(prefixes).containsExactly("", "t", "pk_live_ab");
  }

  @Test
  void keyMustFitIntoAHeader() {
    assertThat(ApiKeys.isLegal(KEY)).isTrue();
    assertThat(ApiKeys.isLegal(new Secret(""))).isFalse();
    assertThat(ApiKeys.isLegal(new Secret("a b"))).isFalse();
    assertThat(ApiKeys.isLegal(new Secret("a\nb"))).isFalse();
    assertThat(ApiKeys.isLegal(new Secret("a".repeat(257)))).isFalse();
  }
}
