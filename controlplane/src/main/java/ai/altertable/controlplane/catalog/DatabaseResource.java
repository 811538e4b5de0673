package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.JsonObject;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.environment.Environments;
import ai.altertable.foundation.identity.Environment;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The databases of an environment. Who does not administer sees those on which it has a role.
public record DatabaseResource(Environments environments, Databases databases) {
  private static final String ALL = "/environments/{environment_id}/databases";
  private static final String ONE = ALL + "/{id}";
  private static final int NAME_MAX = 63;
  private static final int DESCRIPTION_MAX = 16 << 10;
  private static final int BUCKET_MAX = 255;
  private static final int LABEL_MAX = 100;
  private static final DatabaseSettings UNSAID = DatabaseSettings.none();

  public List<Route> routes() {
    return List.of(
        Route.of("GET", ALL, Audience.PRINCIPALS, this::list),
        Route.of("POST", ALL, Audience.ADMINISTRATORS, this::create),
        Route.of("GET", ONE, Audience.PRINCIPALS, this::show),
        Route.of("PATCH", ONE, Audience.ADMINISTRATORS, this::change),
        Route.of("DELETE", ONE, Audience.ADMINISTRATORS, this::remove));
  }

  private Environment environment(Call call) {
    return environments.require(call.caller().organization(), call.path("environment_id"));
  }

  private List<DatabaseEntry> visible(Call call) {
    Environment environment = environment(call);
    return databases.entries(environment).stream()
        .filter(
            entry -> call.caller().rights().on(environment.id(), entry.database().id()).isPresent())
        .toList();
  }

  private DatabaseEntry require(Call call) {
    Ref ref = call.path("id");
    return visible(call).stream()
        .filter(entry -> ref.means(entry.database().id(), entry.database().name().slug()))
        .findFirst()
        .orElseThrow(() -> Call.notFound("database", ref));
  }

  private Answer list(Call call) {
    return Answer.list("databases", visible(call), DatabaseResource::json);
  }

  private Answer show(Call call) {
    return Answer.of(200, "database", json(require(call)));
  }

  private Answer create(Call call) throws IOException {
    Environment environment = environment(call);
    JsonObject body = call.body();
    String name = body.requiredLine("name", NAME_MAX);
    DatabaseSettings settings = settings(environment, body, UNSAID);
    return Answer.of(201, "database", json(databases.add(environment, name, settings)));
  }

  private Answer change(Call call) throws IOException {
    DatabaseEntry before = require(call);
    JsonObject body = call.body();
    String name =
        body.names("name") ? body.requiredLine("name", NAME_MAX) : before.database().name().text();
    DatabaseSettings asked = settings(before.database().environment(), body, before.settings());
    databases.change(before, name, asked);
    if (body.flag("default").orElse(false)) {
      databases.makeDefault(before.database());
    }
    return show(call);
  }

  private Answer remove(Call call) {
    DatabaseEntry entry = require(call);
    if (!databases.remove(entry.database())) {
      throw Call.notFound("database", call.path("id"));
    }
    return Answer.nothing();
  }

  /// What the body says, and where it says nothing what was before. A null takes back what was
  /// said.
  private DatabaseSettings settings(
      Environment environment, JsonObject body, DatabaseSettings before) {
    Optional<String> description = body.text("description", DESCRIPTION_MAX);
    Optional<String> bucket = body.line("bucket_id", BUCKET_MAX).filter(text -> !text.isBlank());
    Optional<Integer> retention = body.count("snapshot_retention_days");
    boolean readOnly = body.flag("read_only").orElse(before.readOnly());
    return new DatabaseSettings(
        readOnly,
        body.names("description") ? description : before.description(),
        bucket.isPresent() ? bucket : before.bucket(),
        body.names("snapshot_retention_days") ? retention : before.snapshotRetentionDays(),
        labels(environment, body, before));
  }

  private List<UUID> labels(Environment environment, JsonObject body, DatabaseSettings before) {
    Optional<List<UUID>> ids = body.ids("label_ids");
    Optional<List<String>> tags = body.lines("tags", LABEL_MAX);
    if (ids.isEmpty() && tags.isEmpty()) {
      return before.labels();
    }
    return databases.labels(environment, ids.orElse(List.of()), tags.orElse(List.of()));
  }

  private static ObjectNode json(DatabaseEntry entry) {
    Database database = entry.database();
    UUID environment = database.environment().id();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", database.id().toString())
            .put("name", database.name().text())
            .put("slug", database.name().slug())
            .put("catalog", database.name().catalog())
            .put("default", database.isDefault())
            .put("read_only", entry.settings().readOnly())
            .put("built_in", false)
            .put("description", entry.settings().description().orElse(null))
            // Without another one the platform's own storage, of which an environment has one.
            .put("bucket_id", entry.settings().bucket().orElse(environment.toString()))
            .put("snapshot_retention_days", entry.settings().snapshotRetentionDays().orElse(null))
            .put("environment_id", environment.toString())
            .put("created_at", entry.created().toString())
            .put("updated_at", entry.updated().toString());
    ArrayNode labels = json.putArray("labels");
    ArrayNode tags = json.putArray("tags");
    for (Label label : entry.labels()) {
      labels
          .addObject()
          .put("id", label.id().toString())
          .put("name", label.name())
          .put("color", label.color());
      tags.add(label.name());
    }
    return json;
  }
}
