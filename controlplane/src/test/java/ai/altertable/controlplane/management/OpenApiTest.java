package ai.altertable.controlplane.management;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Route;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
  private final ManagementFixture fixture = new ManagementFixture();

  private JsonNode document() {
    return fixture.anonymous().get("/openapi.json").json();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void everyRouteIsDescribedAndNothingElse() {
    var described = new TreeSet<String>();
    document()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                    described.add(
                        method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
    var there = new TreeSet<String>();
    fixture.api().routes().forEach(route -> there.add(route.method() + " " + route.template()));
    assertThat(described).isEqualTo(there);
  }

  @Test
  void statusesOfRefusalsAreDescribed() {
    var missing = new TreeMap<String, String>();
    for (Route route : fixture.api().routes()) {
      JsonNode responses =
          document()
              .path("paths")
              .path(route.template())
              .path(route.method().toLowerCase(java.util.Locale.ROOT))
              .path("responses");
      boolean closed = route.audience() != Audience.EVERYBODY;
      if (closed != responses.has("401")
          || (route.audience() == Audience.ADMINISTRATORS) != responses.has("403")
          || (route.template().contains("{") && !responses.has("404"))) {
        missing.put(route.method() + " " + route.template(), responses.toString());
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void documentIsTheSameAsYaml() {
    assertThat(fixture.anonymous().get("/openapi.yaml").json()).isEqualTo(document());
    assertThat(fixture.anonymous().get("/openapi.yaml").head()).contains("application/yaml");
  }

  @Test
  void referencesLeadSomewhere() {
    JsonNode document = document();
    document
        .findValuesAsText("$ref")
        .forEach(reference ->
            assertThat(document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
  }
}
