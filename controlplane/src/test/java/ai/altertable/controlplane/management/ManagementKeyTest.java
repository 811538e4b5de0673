package ai.altertable.controlplane.management;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.management.ManagementClient.Answer;
import ai.altertable.testing.TestPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Management keys, made and revoked by the API that they open.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementKeyTest {
  private final ManagementFixture fixture = new ManagementFixture();
  private final ManagementClient client = fixture.client();

  @AfterAll
  void close() {
    fixture.close();
  }

  private static JsonNode ok(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json();
  }

  private String account(String label) {
    ok(201, client.post("/service_accounts", "{'label':'" + label + "'}"));
    return "/service_accounts/" + label + "/management_keys";
  }

  @Test
  void keyActsAsItsPrincipalUntilItIsRevoked() {
    String keys = account("robot");
    JsonNode made = ok(201, client.post(keys, ""));
    String key = made.at("/key").asText();
    String id = made.at("/management_key/id").asText();
    assertThat(key).matches("atm_[A-Za-z0-9_-]{43}");
    ManagementClient robot = client.bearer(key);

    assertThat(ok(200, robot.get("/whoami")).at("/principal/slug").asText()).isEqualTo("robot");
    assertThat(robot.get(keys).status()).as("it has no role").isEqualTo(403);
    assertThat(robot.post(keys, "").status()).isEqualTo(403);
    assertThat(robot.delete(keys + "/" + id).status()).isEqualTo(403);
    String organization = client.get("/whoami").json().at("/organization/id").asText();
    ok(
        200,
        client.put(
            "/service_accounts/robot/role_assignments",
            "{'roles':[{'role':'organization:admin','resource_id':'" + organization + "'}]}"));
    assertThat(robot.get(keys).status()).as("with the role it has now").isEqualTo(200);

    assertThat(robot.delete(keys + "/" + id).status()).as("its own").isEqualTo(204);
    assertThat(robot.get("/whoami").status()).isEqualTo(401);
    assertThat(client.delete(keys + "/" + id).status()).as("once").isEqualTo(404);
  }

  @Test
  void keyIsShownOnceAndKeptNowhere() {
    String keys = account("secretive");
    JsonNode made = ok(201, client.post(keys, "{'anything':1}"));
    String key = made.at("/key").asText();
    Answer listed = client.get(keys);
    assertThat(listed.text()).doesNotContain(key.substring(9));
    JsonNode entry = ok(200, listed).at("/management_keys/0");
    assertThat(entry).isEqualTo(made.at("/management_key"));
    assertThat(entry.at("/prefix").asText()).isEqualTo(key.substring(0, 9));
    assertThat(entry.at("/active").asBoolean()).isTrue();
    assertThat(entry.at("/last_used_at").isNull()).isTrue();
    assertThat(
            TestPostgres.shared()
                .text(fixture.database(), "select json_agg(t) from platform.management_key t"))
        .contains(key.substring(0, 9))
        .doesNotContain(key.substring(9));

    ok(200, client.bearer(key).get("/whoami"));
    client.delete(keys + "/" + entry.at("/id").asText());
    JsonNode after = ok(200, client.get(keys)).at("/management_keys/0");
    assertThat(after.at("/active").asBoolean()).isFalse();
    assertThat(after.at("/last_used_at").isNull()).isFalse();
    assertThat(after.at("/revoked_at").isNull()).isFalse();
  }

  @Test
  void usersHaveKeysToo() {
    String made = ok(201, client.post("/users/rob/management_keys", "")).at("/key").asText();
    assertThat(client.bearer(made).get("/whoami").json().at("/principal/name").asText())
        .isEqualTo("rob");
    assertThat(client.bearer(made).get("/workers").status()).as("a reader").isEqualTo(403);
  }

  @Test
  void keysOfTheCommandLineAreListedAndRevokedAlike() {
    String keys = "/service_accounts/management/management_keys";
    JsonNode all = ok(200, client.get(keys)).at("/management_keys");
    assertThat(all).hasSize(1);
    assertThat(all.at("/0/prefix").asText()).isEqualTo(ManagementFixture.KEY.substring(0, 9));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String keys = account("lonely");
    for (Answer answer :
        new Answer[] {
          client.get("/service_accounts/nobody/management_keys"),
          client.post("/users/nobody/management_keys", ""),
          client.delete(keys + "/" + UUID.randomUUID()),
          client.delete(keys + "/no-id"),
        }) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(404);
    }
    String other = ok(201, client.post(account("other"), "")).at("/management_key/id").asText();
    assertThat(client.delete(keys + "/" + other).status()).as("another principal's").isEqualTo(404);
  }

  @Test
  void principalHasAHundredKeysAtMost() {
    String keys = account("busy");
    for (int i = 0; i < 100; i++) {
      ok(201, client.post(keys, ""));
    }
    Answer refused = client.post(keys, "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).contains("has 100 management keys already");
    String one = client.get(keys).json().at("/management_keys/0/id").asText();
    client.delete(keys + "/" + one);
    ok(201, client.post(keys, ""));
  }
}
