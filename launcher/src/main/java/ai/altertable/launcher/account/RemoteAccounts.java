package ai.altertable.launcher.account;

import ai.altertable.controlplane.access.Role;
import ai.altertable.controlplane.access.User;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.admin.AdminClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The users of a server that runs.
public record RemoteAccounts(AdminClient server) implements UserAccounts {
  @Override
  public List<User> list() {
    List<User> users = new ArrayList<>();
    for (JsonNode user : server.get("/users")) {
      users.add(
          new User(
              user.required("name").asText(),
              Role.of(user.required("role").asText()),
              user.required("environment").asText(),
              Instant.parse(user.required("passwordSetAt").asText())));
    }
    return users;
  }

  @Override
  public void add(String name, Secret password, Role role) {
    order("add", named(name).put("password", password.value()).put("role", role.word()));
  }

  @Override
  public void setPassword(String name, Secret password) {
    order("password", named(name).put("password", password.value()));
  }

  @Override
  public void remove(String name) {
    order("remove", named(name));
  }

  private static ObjectNode named(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name);
  }

  private void order(String what, ObjectNode order) {
    var _ = server.post("/users/" + what, order);
  }
}
