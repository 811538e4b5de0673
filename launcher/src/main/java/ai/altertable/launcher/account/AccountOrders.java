package ai.altertable.launcher.account;

import ai.altertable.controlplane.access.Role;
import ai.altertable.controlplane.access.User;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.admin.Orders;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Users, for [RemoteAccounts].
///
/// ```
///   GET  /users                                    [{"name":…,"role":…,"environment":…,"passwordSetAt":…}]
///   POST /users/add       {"name":…,"password":…,"role":…}
///   POST /users/password  {"name":…,"password":…}
///   POST /users/remove    {"name":…}
/// ```
public final class AccountOrders implements Orders {
  private static final Logger LOG = LoggerFactory.getLogger(AccountOrders.class);

  private final UserAccounts accounts;

  public AccountOrders(UserAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public String obey(String order, JsonNode body) {
    return switch (order) {
      case "GET /users" -> list();
      case "POST /users/add" -> add(body);
      case "POST /users/password" -> setPassword(body);
      case "POST /users/remove" -> remove(body);
      default -> throw new PlatformException(ErrorCode.ROUTE_NOT_FOUND, "there is no such order");
    };
  }

  private String list() {
    ArrayNode users = JsonNodeFactory.instance.arrayNode();
    for (User user : accounts.list()) {
      users
          .addObject()
          .put("name", user.name())
          .put("role", user.role().word())
          .put("environment", user.environment())
          .put("passwordSetAt", user.passwordSetAt().toString());
    }
    return users.toString();
  }

  private String add(JsonNode order) {
    String name = order.path("name").asText();
    accounts.add(name, password(order), Role.of(order.path("role").asText("admin")));
    LOG.info("user '{}' was added by command", name);
    return "{}";
  }

  private String setPassword(JsonNode order) {
    String name = order.path("name").asText();
    accounts.setPassword(name, password(order));
    LOG.info("the password of user '{}' was set by command", name);
    return "{}";
  }

  private String remove(JsonNode order) {
    String name = order.path("name").asText();
    accounts.remove(name);
    LOG.info("user '{}' was removed by command", name);
    return "{}";
  }

  private static Secret password(JsonNode order) {
    return new Secret(order.path("password").asText());
  }
}
