package ai.altertable.launcher.management;

import ai.altertable.controlplane.catalog.Database;
import ai.altertable.controlplane.catalog.DatabaseEntry;
import ai.altertable.controlplane.catalog.DatabaseSettings;
import ai.altertable.controlplane.catalog.Databases;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.launcher.admin.Orders;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Databases, for `altertable database`. An order without an environment means the oldest one.
///
/// ```
///   GET  /databases                                       [{"catalog":…,"environment":…,"default":…,…}]
///   POST /databases/create   {"name":…,"environment":…}   answers as GET
///   POST /databases/remove   {"name":…,"environment":…}
///   POST /databases/default  {"name":…,"environment":…}
/// ```
public final class DatabaseOrders implements Orders {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseOrders.class);

  private final Places places;
  private final Databases databases;

  public DatabaseOrders(Tenants tenants, Databases databases) {
    this.places = new Places(tenants);
    this.databases = databases;
  }

  @Override
  public String obey(String order, JsonNode body) {
    switch (order) {
      case "GET /databases" -> {}
      case "POST /databases/create" -> create(body);
      case "POST /databases/remove" -> databases.remove(find(body));
      case "POST /databases/default" -> databases.makeDefault(find(body));
      default -> throw new PlatformException(ErrorCode.ROUTE_NOT_FOUND, "there is no such order");
    }
    return list();
  }

  private void create(JsonNode order) {
    String name = order.path("name").asText();
    databases.add(places.environment(order), name, DatabaseSettings.none());
    LOG.info("database '{}' was made by command", name);
  }

  /// By its name, catalog or slug.
  private Database find(JsonNode order) {
    String name = order.path("name").asText();
    Environment environment = places.environment(order);
    return databases.entries(environment).stream()
        .map(DatabaseEntry::database)
        .filter(database ->
            database.name().text().equals(name)
                || database.name().catalog().equals(name)
                || database.name().slug().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new PlatformException(
                ErrorCode.OBJECT_NOT_FOUND,
                "there is no database '%s' in the environment '%s'"
                    .formatted(name, environment.slug())));
  }

  private String list() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Environment environment : places.environments()) {
      for (DatabaseEntry entry : databases.entries(environment)) {
        all.addObject()
            .put("id", entry.database().id().toString())
            .put("name", entry.database().name().text())
            .put("catalog", entry.database().name().catalog())
            .put("environment", environment.slug())
            .put("default", entry.database().isDefault())
            .put("readOnly", entry.settings().readOnly())
            .put("created", entry.created().toString());
      }
    }
    return all.toString();
  }
}
