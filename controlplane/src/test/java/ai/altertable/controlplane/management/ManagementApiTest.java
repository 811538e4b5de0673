package ai.altertable.controlplane.management;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.management.ManagementClient.Answer;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authentication.Rejected;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.testing.TestPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The management API over a real server, as terraform and the CLIs call it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementApiTest {
  private static final String DATABASES = "/environments/production/databases";

  private final ManagementFixture fixture = new ManagementFixture();
  private final ManagementClient client = fixture.client();

  @AfterAll
  void close() {
    fixture.close();
  }

  @BeforeEach
  void forget() {
    fixture.takeRevoked();
    fixture.takeChanged();
  }

  private static JsonNode ok(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json();
  }

  private static void assertGone(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("not_found");
  }

  private String account(String label) {
    return ok(201, client.post("/service_accounts", "{'label':'" + label + "'}"))
        .at("/service_account/id")
        .asText();
  }

  private JsonNode credential(String account) {
    return ok(
        201,
        client.post("/service_accounts/" + account + "/environments/production/credentials", "{}"));
  }

  private void assign(String account, String... roles) {
    String all =
        String.join(
            ",",
            List.of(roles).stream()
                .map(role -> {
                  String[] words = role.split(" ", 2);
                  return "{'role':'" + words[0] + "','resource_id':'" + words[1] + "'}";
                })
                .toList());
    ok(
        200,
        client.put(
            "/service_accounts/" + account + "/role_assignments", "{'roles':[" + all + "]}"));
  }

  private String databaseId(String slug) {
    return ok(200, client.get(DATABASES + "/" + slug)).at("/database/id").asText();
  }

  @Test
  void callersAreToldWhoTheyAre() {
    JsonNode key = ok(200, client.get("/whoami"));
    assertThat(key.at("/principal/type").asText()).isEqualTo("ServiceAccount");
    assertThat(key.at("/principal/slug").asText()).isEqualTo("management");
    assertThat(key.at("/organization/slug").asText()).isEqualTo("default");
    assertThat(key.at("/environment_slug").asText()).isEqualTo("production");

    JsonNode user = ok(200, client.basic("rob", "r").get("/whoami"));
    assertThat(user.at("/principal/type").asText()).isEqualTo("User");
    assertThat(user.at("/principal/email").asText()).isEqualTo("rob");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer atm_wrong0123456789abcdef",
        "Bearer ann",
        "Basic YW5uOndyb25n",
        "Basic !!!",
        "Basic YW5u",
        "Digest x"
      })
  void othersAreRefused(String authorization) {
    Answer answer = new ManagementClient(client.socket(), authorization).get("/whoami");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("unauthorized");
    assertThat(answer.head()).containsIgnoringCase("www-authenticate:");
  }

  @Test
  void revokedKeyCountsNoMore() {
    TestPostgres postgres = TestPostgres.shared();
    String other = "atm_another-key-of-twenty";
    String holder = ok(200, client.get("/whoami")).at("/principal/id").asText();
    fixture
        .plane()
        .management()
        .keys()
        .add(UUID.fromString(holder), new ai.altertable.foundation.lifecycle.Secret(other));
    ok(200, client.bearer(other).get("/whoami"));
    assertThat(
            postgres.text(
                fixture.database(),
                "select prefix || (last_used_at is not null) from platform.management_key"
                    + " where prefix = 'atm_anoth'"))
        .isEqualTo("atm_anothtrue");
    postgres.execute(
        fixture.database(),
        "update platform.management_key set revoked_at = now() where prefix = 'atm_anoth'");
    assertThat(client.bearer(other).get("/whoami").status()).isEqualTo(401);
  }

  @Test
  void unknownRoutesAndMethods() {
    assertThat(fixture.anonymous().get("/nothing").status()).isEqualTo(404);
    assertThat(fixture.anonymous().get("/environments/production/").status()).isEqualTo(404);
    Answer method = client.delete("/whoami");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.head()).containsIgnoringCase("allow: GET");
  }

  @Test
  void environmentsComeAndGo() {
    String account = account("Deployer");
    JsonNode made =
        ok(
            201,
            client.post(
                "/environments",
                "{'name':'Team Blue','cloud_provider':'aws','unknown':1,"
                    + "'cloud_provider_aws_region':null}"));
    assertThat(made.at("/environment/slug").asText()).isEqualTo("team-blue");
    assertThat(made.at("/environment/cloud_provider_region").asText()).isEqualTo("eu-west-1");
    String id = made.at("/environment/id").asText();
    assertThat(ok(200, client.get("/environments/team-blue"))).isEqualTo(made);
    assertThat(ok(200, client.get("/environments/" + id))).isEqualTo(made);
    assertThat(
            client
                .post("/environments", "{'name':'team blue','cloud_provider':'hetzner'}")
                .status())
        .isEqualTo(422);

    Answer refused = client.delete("/service_accounts/" + account);
    assertThat(refused.status()).as("it has a default credential there").isEqualTo(422);
    assertThat(refused.code()).isEqualTo("unprocessable_content");
    String credential =
        TestPostgres.shared()
            .text(
                fixture.database(),
                "select id from platform.credential where is_default and principal_id = '"
                    + account
                    + "'");
    String path =
        "/service_accounts/" + account + "/environments/team-blue/credentials/" + credential;
    assertThat(ok(200, client.get(path)).at("/credential/default").asBoolean()).isTrue();
    assertThat(client.delete(path).status()).isEqualTo(422);

    ok(201, client.post("/environments/team-blue/databases", "{'name':'blue'}"));
    assertThat(client.delete("/environments/team-blue").message()).contains("databases");
    assertThat(client.delete("/environments/team-blue/databases/blue").status()).isEqualTo(204);
    assertThat(client.delete("/environments/team-blue").status()).isEqualTo(204);
    assertGone(client.get("/environments/" + id));
    assertGone(client.delete("/environments/" + id));
    assertThat(client.delete("/service_accounts/" + account).status()).isEqualTo(204);
    assertGone(client.get("/service_accounts/" + account));
  }

  @Test
  void lastEnvironmentStays() {
    assertThat(client.delete("/environments/production").status()).isEqualTo(422);
  }

  @Test
  void databaseIsMadeShownChangedAndRemoved() {
    JsonNode made =
        ok(
            201,
            client.post(
                DATABASES,
                """
                {'name':'Web Shop','engine':'altertable','description':' as it\\nis ',
                 'bucket_id':'my bucket','snapshot_retention_days':7,'tags':['gold','blue']}
                """));
    JsonNode database = made.at("/database");
    assertThat(database.at("/slug").asText()).isEqualTo("web-shop");
    assertThat(database.at("/catalog").asText()).isEqualTo("web_shop");
    assertThat(database.at("/description").asText()).isEqualTo(" as it\nis ");
    assertThat(database.at("/bucket_id").asText()).isEqualTo("my bucket");
    assertThat(database.at("/snapshot_retention_days").asInt()).isEqualTo(7);
    assertThat(database.at("/tags")).hasSize(2);
    assertThat(database.at("/labels/0/name").asText()).isEqualTo("blue");
    assertThat(fixture.takeChanged()).containsExactly("production");
    assertThat(fixture.takeRevoked()).as("who is in stays in").isEmpty();
    assertThat(fixture.in("rob", "r").access()).containsEntry("web_shop", Access.READ);

    String path = DATABASES + "/" + database.at("/id").asText();
    assertThat(ok(200, client.get(DATABASES + "/web-shop"))).isEqualTo(made);
    assertThat(ok(200, client.get(path))).isEqualTo(made);
    JsonNode changed =
        ok(
                200,
                client.patch(
                    path,
                    "{'name':'Shop','description':null,'read_only':true,'label_ids':['"
                        + database.at("/labels/0/id").asText()
                        + "']}"))
            .at("/database");
    assertThat(changed.at("/name").asText()).isEqualTo("Shop");
    assertThat(changed.at("/catalog").asText()).as("SQL goes on").isEqualTo("web_shop");
    assertThat(changed.at("/description").isNull()).isTrue();
    assertThat(changed.at("/snapshot_retention_days").asInt()).isEqualTo(7);
    assertThat(changed.at("/tags")).hasSize(1);
    assertThat(fixture.takeRevoked()).as("who could write may not now").isNotEmpty();
    assertThat(fixture.in("ann", "a").access()).containsEntry("web_shop", Access.READ);

    assertThat(client.delete(path).status()).isEqualTo(204);
    assertThat(fixture.takeRevoked()).isNotEmpty();
    assertThat(fixture.takeChanged()).isNotEmpty();
    assertThat(fixture.in("ann", "a").access()).doesNotContainKey("web_shop");
    assertGone(client.get(path));
    assertGone(client.delete(path));
    assertGone(client.patch(path, "{}"));
    ok(201, client.post(DATABASES, "{'name':'Web Shop'}"));
    assertThat(client.delete(DATABASES + "/web-shop").status()).isEqualTo(204);
  }

  @Test
  void removedDefaultIsFollowedByTheOldest() {
    ok(201, client.post(DATABASES, "{'name':'first'}"));
    ok(200, client.patch(DATABASES + "/first", "{'default':true}"));
    assertThat(fixture.in("ann", "a").defaultCatalog()).contains("first");
    assertThat(client.delete(DATABASES + "/first").status()).isEqualTo(204);
    assertThat(fixture.in("ann", "a").defaultCatalog()).contains("sales");
  }

  @Test
  void manyAskingForOneDatabaseGetOne() throws InterruptedException {
    List<Integer> statuses = new CopyOnWriteArrayList<>();
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(_ ->
                Thread.startVirtualThread(
                    () -> statuses.add(client.post(DATABASES, "{'name':'once'}").status())))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 422).hasSize(7);
    assertThat(client.delete(DATABASES + "/once").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 400 | JSON object",
        "'[]' | 400 | JSON object",
        "'{\"name\":1}' | 400 | name must be a string",
        "'{\"name\":\"x\"} x' | 400 | no JSON",
        "'{}' | 422 | name is missing",
        "'{\"name\":\"  \"}' | 422 | name is missing",
        "'{\"name\":\"system\"}' | 422 | reserved",
        "'{\"name\":\"sales\"}' | 422 | too much like",
        "'{\"name\":\"日本\"}' | 422 | letter of a to z",
        "'{\"name\":\"a\\u0000b\"}' | 422 | cannot be kept",
        "'{\"name\":\"a\\ud800\"}' | 422 | cannot be kept",
        "'{\"name\":\"a\\nb\"}' | 422 | control characters",
        "'{\"name\":\"x\",\"read_only\":\"yes\"}' | 400 | read_only must be true or false",
        "'{\"name\":\"x\",\"snapshot_retention_days\":-1}' | 422 | snapshot_retention_days must be 0",
        "'{\"name\":\"x\",\"snapshot_retention_days\":1.5}' | 400 | snapshot_retention_days",
        "'{\"name\":\"x\",\"tags\":[1]}' | 400 | tags[0] must be a string",
        "'{\"name\":\"x\",\"tags\":\"a\"}' | 400 | tags must be an array",
        "'{\"name\":\"x\",\"label_ids\":[\"a\"]}' | 422 | label_ids must hold UUIDs",
        "'{\"name\":\"x\",\"label_ids\":[\"00000000-0000-0000-0000-000000000000\"]}' | 422 | no label",
      })
  void badInputIsToldAndChangesNothing(String body, int status, String message) {
    Answer answer = client.send("POST", DATABASES, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.message()).contains(message);
    assertThat(ok(200, client.get(DATABASES)).at("/databases")).hasSize(1);
  }

  @Test
  void largeBodiesAreRefused() {
    String body = "{\"name\":\"" + "x".repeat(1 << 20) + "\"}";
    assertThat(client.send("POST", DATABASES, body).status()).isEqualTo(413);
  }

  @Test
  void serviceAccountsTakeNumbersWhereSlugsAreTaken() {
    String one = account("Loader");
    String two = account("Loader");
    JsonNode second = ok(200, client.get("/service_accounts/loader-2"));
    assertThat(second.at("/service_account/id").asText()).isEqualTo(two);
    JsonNode renamed = ok(200, client.patch("/service_accounts/" + two, "{'label':'Importer'}"));
    assertThat(renamed.at("/service_account/label").asText()).isEqualTo("Importer");
    assertThat(renamed.at("/service_account/slug").asText()).isEqualTo("loader-2");
    assertThat(client.post("/service_accounts", "{}").status()).isEqualTo(400);
    assertThat(client.post("/service_accounts", "{'label':1}").status()).isEqualTo(400);
    for (String id : List.of(one, two)) {
      assertThat(client.delete("/service_accounts/" + id).status()).isEqualTo(204);
      assertGone(client.get("/service_accounts/" + id));
      assertGone(client.get("/service_accounts/" + id + "/role_assignments"));
    }
  }

  @Test
  void usersAreFound() {
    JsonNode ann = ok(200, client.get("/users/lookup?email=ann"));
    String id = ann.at("/user/id").asText();
    assertThat(ok(200, client.get("/users/" + id))).isEqualTo(ann);
    assertThat(client.get("/users/lookup").status()).isEqualTo(400);
    assertGone(client.get("/users/lookup?email=nobody%00"));
    assertGone(client.get("/users/lookup?email=" + id));
    assertGone(client.get("/users/" + UUID.randomUUID()));
  }

  @Test
  void rolesGiveAndTakeRights() {
    String account = account("Analyst");
    JsonNode credential = credential(account);
    String name = credential.at("/credential/username").asText();
    String password = credential.at("/password").asText();
    assertThat(fixture.in(name, password).access()).as("no role, no catalog").isEmpty();
    ok(201, client.post(DATABASES, "{'name':'hr'}"));

    String hr = databaseId("hr");
    assign(account, "catalog:reader " + hr);
    assertThat(fixture.takeRevoked()).as("what is only added ends nothing").isEmpty();
    Authenticated reading = fixture.in(name, password);
    assertThat(reading.access()).isEqualTo(Map.of("hr", Access.READ));
    assertThat(reading.defaultCatalog()).contains("hr");

    assign(account, "catalog:writer " + hr);
    assertThat(fixture.takeRevoked()).isEmpty();
    assertThat(fixture.in(name, password).access()).isEqualTo(Map.of("hr", Access.WRITE));

    assign(account, "environment:reader " + fixture.production().id());
    assertThat(fixture.takeRevoked())
        .singleElement()
        .satisfies(revocation -> {
          assertThat(revocation.principal()).isEqualTo(UUID.fromString(account));
          assertThat(revocation.revision()).isGreaterThan(reading.revision());
        });
    assertThat(fixture.in(name, password).access())
        .isEqualTo(Map.of("hr", Access.READ, "sales", Access.READ));

    assign(account);
    assertThat(fixture.in(name, password).access()).isEmpty();
    assertThat(client.delete(DATABASES + "/hr").status()).isEqualTo(204);
  }

  @Test
  void rolesOnWhatIsNotThereAreRefused() {
    String path = "/service_accounts/" + account("Nobody") + "/role_assignments";
    for (String roles :
        List.of(
            "{}",
            "{'roles':[{'role':'catalog:owner','resource_id':'" + UUID.randomUUID() + "'}]}",
            "{'roles':[{'role':'catalog:reader','resource_id':'" + UUID.randomUUID() + "'}]}",
            "{'roles':[{'role':'organization:reader','resource_id':'" + UUID.randomUUID() + "'}]}",
            "{'roles':[{'role':'catalog:reader','resource_id':'sales'}]}",
            "{'roles':[{'role':'catalog:reader','resource_kind':'environment','resource_id':'"
                + databaseId("sales")
                + "'}]}")) {
      assertThat(client.put(path, roles).status()).as(roles).isEqualTo(422);
    }
    assertThat(ok(200, client.get(path)).at("/role_assignments")).isEmpty();
  }

  @Test
  void lastAdministratorStaysOne() {
    String ann = ok(200, client.get("/users/lookup?email=ann")).at("/user/id").asText();
    Answer refused = client.put("/users/" + ann + "/role_assignments", "{'roles':[]}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).contains("last administrator");
    assertThat(fixture.in("ann", "a").administrator()).isTrue();
  }

  @Test
  void revokedCredentialIsOutAtOnce() {
    String account = account("Bot");
    JsonNode first = credential(account);
    JsonNode second = credential(account);
    String username = first.at("/credential/username").asText();
    fixture.in(username, first.at("/password").asText());
    assertThat(client.delete("/service_accounts/" + account).status()).isEqualTo(422);

    String path = "/service_accounts/" + account + "/environments/production/credentials/";
    String one = path + first.at("/credential/id").asText();
    JsonNode shown = ok(200, client.get(one));
    assertThat(shown.at("/credential/active").asBoolean()).isTrue();
    assertThat(shown.toString()).doesNotContain(first.at("/password").asText());
    assertThat(client.delete(one).status()).isEqualTo(204);

    assertThat(fixture.login(username, first.at("/password").asText()))
        .isInstanceOf(Rejected.class);
    assertThat(fixture.takeRevoked())
        .extracting(Revocation::principal)
        .containsExactly(UUID.fromString(account));
    assertGone(client.get(one));
    assertGone(client.delete(one));
    fixture.in(second.at("/credential/username").asText(), second.at("/password").asText());
    assertThat(client.delete(path + second.at("/credential/id").asText()).status()).isEqualTo(204);
    assertThat(client.delete("/service_accounts/" + account).status()).isEqualTo(204);
    assertThat(fixture.takeRevoked()).contains(Revocation.ofAll(UUID.fromString(account)));
  }

  @Test
  void usersHaveCredentialsBesideTheirOwn() {
    String rob = ok(200, client.get("/users/lookup?email=rob")).at("/user/id").asText();
    String path = "/users/" + rob + "/environments/production/credentials";
    JsonNode made =
        ok(
            201,
            client.post(
                path, "{'label':'altertable-cli/1.5.1','expires_at':'2999-01-01T00:00:00+02:00'}"));
    assertThat(made.at("/credential/label").asText()).isEqualTo("altertable-cli/1.5.1");
    assertThat(made.at("/credential/expires_at").asText()).isEqualTo("2998-12-31T22:00:00Z");
    Authenticated by =
        fixture.in(made.at("/credential/username").asText(), made.at("/password").asText());
    assertThat(by.principal()).isEqualTo(fixture.in("rob", "r").principal());
    assertThat(fixture.plane().accounts().list()).hasSize(2);
    for (String expires :
        List.of("yesterday", "2020-01-01T00:00:00Z", "+999999999-01-01T00:00:00Z")) {
      assertThat(client.post(path, "{'expires_at':'" + expires + "'}").status())
          .as(expires)
          .isEqualTo(422);
    }
    assertThat(client.delete(path + "/" + made.at("/credential/id").asText()).status())
        .isEqualTo(204);
    fixture.in("rob", "r");
  }

  @Test
  void expiredCredentialIsOutAndItsSessionsEnd() throws InterruptedException {
    String account = account("Passing");
    Instant soon = Instant.now().plusMillis(700);
    JsonNode made =
        ok(
            201,
            client.post(
                "/service_accounts/" + account + "/environments/production/credentials",
                "{'expires_at':'" + soon + "'}"));
    String username = made.at("/credential/username").asText();
    String password = made.at("/password").asText();
    fixture.in(username, password);
    Thread.sleep(soon.plusMillis(50).toEpochMilli() - Instant.now().toEpochMilli());

    assertThat(fixture.login(username, password)).isInstanceOf(Rejected.class);
    fixture.plane().management().credentials().lapse();
    assertThat(fixture.takeRevoked())
        .extracting(Revocation::principal)
        .contains(UUID.fromString(account));
    assertThat(client.delete("/service_accounts/" + account).status()).isEqualTo(204);
  }

  @Test
  void whatBelongsToOthersIsNotThere() {
    TestPostgres.shared()
        .execute(
            fixture.database(),
            """
            with other as (
              insert into platform.organization (name, slug) values ('Other', 'other') returning id),
            place as (
              insert into platform.environment (organization_id, name, slug)
              select id, 'theirs', 'theirs' from other returning id, organization_id)
            insert into platform.principal (organization_id, name) select organization_id, 'eve' from place
            """);
    String eve =
        TestPostgres.shared()
            .text(fixture.database(), "select id from platform.principal where name = 'eve'");
    String theirs =
        TestPostgres.shared()
            .text(fixture.database(), "select id from platform.environment where slug = 'theirs'");
    assertGone(client.get("/environments/theirs"));
    assertGone(client.get("/environments/" + theirs + "/databases"));
    assertGone(client.delete("/environments/" + theirs));
    assertGone(client.get("/users/" + eve));
    assertGone(client.get("/users/lookup?email=eve"));
    assertGone(client.put("/users/" + eve + "/role_assignments", "{'roles':[]}"));
    assertGone(client.post("/users/" + eve + "/environments/production/credentials", "{}"));
    String mine = account("Mine");
    assertThat(
            client
                .put(
                    "/service_accounts/" + mine + "/role_assignments",
                    "{'roles':[{'role':'environment:reader','resource_id':'" + theirs + "'}]}")
                .status())
        .isEqualTo(422);
  }

  @Test
  void workersAreShownDrainedAndRevoked() {
    Workers.Worker worker = fixture.workers().add("hosted-7", fixture.production().id());
    assertThat(ok(200, client.get("/workers")).at("/workers/0/slug").asText())
        .isEqualTo("hosted-7");
    assertThat(ok(200, client.post("/workers/hosted-7/drain", "")).at("/worker/state").asText())
        .isEqualTo("draining");
    assertThat(
            ok(200, client.post("/workers/" + worker.id() + "/undrain", ""))
                .at("/worker/state")
                .asText())
        .isEqualTo("online");
    assertThat(client.delete("/workers/hosted-7").status()).isEqualTo(204);
    assertGone(client.get("/workers/hosted-7"));
    assertGone(client.delete("/workers/hosted-7"));
  }

  @Test
  void gatewaysAreShownAndRevoked() {
    Gateways.Gateway gateway = fixture.gateways().add("front");
    assertThat(ok(200, client.get("/gateways")).at("/gateways/0/slug").asText()).isEqualTo("front");
    assertThat(ok(200, client.get("/gateways/" + gateway.id())).at("/gateway/state").asText())
        .isEqualTo("online");
    assertThat(client.delete("/gateways/front").status()).isEqualTo(204);
    assertGone(client.get("/gateways/front"));
    assertGone(client.delete("/gateways/front"));
  }

  @Test
  void enrollmentTokensAreMadeAndRevoked() {
    JsonNode made =
        ok(
            201,
            client.post(
                "/enrollment_tokens",
                "{'environment_id':'production','slug':'big-1','expires_in_seconds':60}"));
    assertThat(made.at("/token").asText()).startsWith("ate_");
    assertThat(made.at("/enrollment_token/environment_id").asText())
        .isEqualTo(fixture.production().id().toString());
    ok(201, client.post("/enrollment_tokens", "{'kind':'gateway'}"));
    for (String body :
        List.of(
            "{}",
            "{'kind':'gateway','environment_id':'production'}",
            "{'kind':'king'}",
            "{'environment_id':'production','slug':'Ä'}",
            "{'environment_id':'production','expires_in_seconds':0}")) {
      assertThat(client.post("/enrollment_tokens", body).status()).as(body).isEqualTo(422);
    }
    assertThat(ok(200, client.get("/enrollment_tokens")).at("/enrollment_tokens")).hasSize(2);
    String path = "/enrollment_tokens/" + made.at("/enrollment_token/id").asText();
    assertThat(client.delete(path).status()).isEqualTo(204);
    assertGone(client.delete(path));
    assertGone(client.delete("/enrollment_tokens/x"));
  }
}
