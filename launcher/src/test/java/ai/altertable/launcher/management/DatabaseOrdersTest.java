package ai.altertable.launcher.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.controlplane.catalog.RolePasswords;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseOrdersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlPlane plane =
      ControlPlane.open(
          ControlPlaneConfig.of(
              new PostgresServer(
                  TestPostgres.HOST,
                  TestPostgres.shared().port(),
                  TestPostgres.SUPERUSER,
                  TestPostgres.ANY)),
          RolePasswords.derivedFrom(new Secret("a master key of thirty-two bytes")),
          new SecureRandom());
  private final DatabaseOrders orders = new DatabaseOrders(plane.tenants(), plane.databases());

  @AfterAll
  void close() {
    plane.close();
  }

  private List<String> obey(String order, String json) throws IOException {
    JsonNode answer = JSON.readTree(orders.obey(order, JSON.readTree(json)));
    return answer
        .valueStream()
        .map(one ->
            one.path("catalog").asText() + (one.path("default").asBoolean() ? " default" : ""))
        .toList();
  }

  @Test
  void databasesAreMadeChosenAndRemoved() throws IOException {
    plane.bootstrap().apply(BootstrapFlags.none());
    assertThat(obey("GET /databases", "{}")).containsExactly("lakehouse default");
    assertThat(obey("POST /databases/create", "{\"name\":\"Sales EU\"}"))
        .containsExactly("lakehouse default", "sales_eu");
    assertThat(
            obey(
                "POST /databases/default",
                "{\"name\":\"Sales EU\",\"environment\":\"production\"}"))
        .containsExactly("lakehouse", "sales_eu default");
    assertThat(obey("POST /databases/remove", "{\"name\":\"sales_eu\"}"))
        .containsExactly("lakehouse default");
    for (String wrong :
        List.of(
            "{\"name\":\"sales_eu\"}",
            "{}",
            "{\"name\":\"lakehouse\",\"environment\":\"elsewhere\"}")) {
      assertThatThrownBy(() -> obey("POST /databases/remove", wrong))
          .as(wrong)
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("there is no");
    }
    assertThatThrownBy(() -> obey("POST /databases/create", "{\"name\":\"lakehouse\"}"))
        .hasMessageContaining("too much like");
    assertThatThrownBy(() -> obey("POST /databases/drop", "{}"))
        .hasMessageContaining("no such order");
  }
}
