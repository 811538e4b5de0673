package ai.altertable.controlplane.management;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.role.AssignedRole;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Every role against every operation.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationTest {
  private final ManagementFixture fixture = new ManagementFixture();
  private final ManagementClient client = fixture.client();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void onlyAdministratorsMayDoWhatIsNotForAll() {
    Map<AssignedRole, ManagementClient> principals = new EnumMap<>(AssignedRole.class);
    for (AssignedRole role : AssignedRole.values()) {
      principals.put(role, principal(role));
    }
    SoftAssertions softly = new SoftAssertions();
    for (Route route : fixture.api().routes()) {
      // Nothing is changed: whoever may call these finds nothing, or has said nothing.
      String path = route.template().replaceAll("\\{\\w+}", "nothing-is-called-so");
      for (Map.Entry<AssignedRole, ManagementClient> one : principals.entrySet()) {
        int status = one.getValue().send(route.method(), path, "").status();
        boolean allowed =
            route.audience() != Audience.ADMINISTRATORS
                || one.getKey() == AssignedRole.ORGANIZATION_ADMIN;
        String what = one.getKey().word() + " " + route.method() + " " + path;
        if (allowed) {
          softly.assertThat(status).as(what).isNotIn(401, 403, 500);
        } else {
          softly.assertThat(status).as(what).isEqualTo(403);
        }
      }
      int anonymous = fixture.anonymous().send(route.method(), path, "").status();
      softly
          .assertThat(anonymous == 401)
          .as("nobody " + route.method() + " " + path)
          .isEqualTo(route.audience() != Audience.EVERYBODY);
    }
    softly.assertAll();
  }

  @Test
  void databasesAreSeenByTheirRoles() {
    Map<AssignedRole, Integer> seen = new EnumMap<>(AssignedRole.class);
    for (AssignedRole role : AssignedRole.values()) {
      seen.put(
          role,
          principal(role).get("/environments/production/databases").json().at("/databases").size());
    }
    seen.forEach((role, count) ->
        assertThat(count).as(role.word()).isEqualTo(role.access().isPresent() ? 1 : 0));
  }

  /// A service account with just this role, by name and password.
  private ManagementClient principal(AssignedRole role) {
    String account =
        client
            .post("/service_accounts", "{'label':'" + role.word().replace(':', ' ') + "'}")
            .json()
            .at("/service_account/id")
            .asText();
    String production = fixture.production().id().toString();
    String resource =
        switch (role.kind()) {
          case ORGANIZATION -> client.get("/whoami").json().at("/organization/id").asText();
          case ENVIRONMENT -> production;
          case CATALOG ->
              client
                  .get("/environments/production/databases/sales")
                  .json()
                  .at("/database/id")
                  .asText();
        };
    assertThat(UUID.fromString(resource)).isNotNull();
    String roles = "{'roles':[{'role':'" + role.word() + "','resource_id':'" + resource + "'}]}";
    assertThat(client.put("/service_accounts/" + account + "/role_assignments", roles).status())
        .isEqualTo(200);
    var credential =
        client
            .post(
                "/service_accounts/" + account + "/environments/" + production + "/credentials",
                "{}")
            .json();
    return client.basic(
        credential.at("/credential/username").asText(), credential.at("/password").asText());
  }
}
