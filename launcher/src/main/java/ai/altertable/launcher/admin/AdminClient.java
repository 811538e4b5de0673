package ai.altertable.launcher.admin;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.launcher.datadir.SocketDirectory;
import ai.altertable.launcher.process.ProcessHttp;
import ai.altertable.launcher.process.UnixHttp;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Gives orders to a server that runs, over its [AdminSocket].
public final class AdminClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UnixHttp http;

  private AdminClient(UnixHttp http) {
    this.http = http;
  }

  /// Empty when no server listens there.
  public static Optional<AdminClient> find(SocketDirectory directory) {
    Path socket = AdminSocket.in(directory);
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return Optional.of(new AdminClient(new UnixHttp(socket)));
    } catch (IOException nobody) {
      return Optional.empty();
    }
  }

  /// @throws PlatformException as the server says, or SHUTTING_DOWN when it went away
  public JsonNode get(String path) {
    return answered(() -> http.get(path));
  }

  /// @throws PlatformException as the server says, or SHUTTING_DOWN when it went away
  public JsonNode post(String path, ObjectNode order) {
    return answered(() -> http.post(path, Map.of(), order.toString()));
  }

  @FunctionalInterface
  private interface Exchange {
    ProcessHttp.Answer run() throws IOException;
  }

  private static JsonNode answered(Exchange exchange) {
    try {
      return result(exchange.run());
    } catch (JsonProcessingException malformed) {
      throw new PlatformException(ErrorCode.INTERNAL, "the server's answer is no JSON", malformed);
    } catch (IOException gone) {
      throw new PlatformException(
          ErrorCode.SHUTTING_DOWN,
          "the server went away before it answered; look what it has done before you repeat it",
          gone);
    }
  }

  /// What an answer says.
  ///
  /// @throws PlatformException the error that it tells of
  /// @throws JsonProcessingException when it is no JSON
  public static JsonNode result(ProcessHttp.Answer answer) throws JsonProcessingException {
    JsonNode body = JSON.readTree(answer.body());
    if (answer.status() == 200) {
      return body;
    }
    JsonNode error = body.path("error");
    throw new PlatformException(
        code(error.path("code").asText()), error.path("message").asText("the server refused"));
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
