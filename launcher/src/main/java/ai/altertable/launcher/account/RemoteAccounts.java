package ai.altertable.launcher.account;

import ai.altertable.controlplane.access.Role;
import ai.altertable.controlplane.access.User;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.datadir.SocketDirectory;
import ai.altertable.launcher.process.UnixHttp;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The users of a server that runs, reached over its [AdminSocket].
public final class RemoteAccounts implements UserAccounts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UnixHttp http;

  private RemoteAccounts(UnixHttp http) {
    this.http = http;
  }

  /// Empty when no server listens there.
  public static Optional<UserAccounts> find(SocketDirectory directory) {
    Path socket = AdminSocket.in(directory);
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return Optional.of(new RemoteAccounts(new UnixHttp(socket)));
    } catch (IOException nobody) {
      return Optional.empty();
    }
  }

  @Override
  public List<User> list() {
    List<User> users = new ArrayList<>();
    for (JsonNode user : answered(() -> http.get("/users"))) {
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
    return JSON.createObjectNode().put("name", name);
  }

  private void order(String what, ObjectNode order) {
    var _ = answered(() -> http.post("/users/" + what, Map.of(), order.toString()));
  }

  @FunctionalInterface
  private interface Exchange {
    UnixHttp.Answer run() throws IOException;
  }

  private static JsonNode answered(Exchange exchange) {
    try {
      UnixHttp.Answer answer = exchange.run();
      JsonNode body = JSON.readTree(answer.body());
      if (answer.status() == 200) {
        return body;
      }
      JsonNode error = body.path("error");
      throw new PlatformException(
          code(error.path("code").asText()), error.path("message").asText("the server refused"));
    } catch (JsonProcessingException malformed) {
      throw new PlatformException(ErrorCode.INTERNAL, "the server's answer is no JSON", malformed);
    } catch (IOException gone) {
      throw new PlatformException(
          ErrorCode.SHUTTING_DOWN,
          "the server went away before it answered; look with `altertable user list` what there is",
          gone);
    }
  }

  private static ErrorCode code(String name) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return ErrorCode.INVALID_REQUEST;
  }
}
