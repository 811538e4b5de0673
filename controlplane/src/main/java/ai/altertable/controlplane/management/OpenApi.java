package ai.altertable.controlplane.management;

import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The description of the API, for programs (OpenAPI 3.1). JSON is YAML as well.
record OpenApi(String text) {
  private static final String RESOURCE = "openapi.json";

  static OpenApi load() {
    try (InputStream file = OpenApi.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException("this program was built without " + RESOURCE);
      }
      return new OpenApi(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  List<Route> routes() {
    return List.of(
        route("/openapi.json", "application/json"), route("/openapi.yaml", "application/yaml"));
  }

  private Route route(String path, String contentType) {
    Answer answer = new Answer(200, contentType, Optional.of(text));
    return Route.of("GET", path, Audience.EVERYBODY, _ -> answer);
  }
}
