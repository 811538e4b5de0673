package ai.altertable.foundation.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Revocations as a JSON array, as the server sends them to workers.
public final class RevocationsCodec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RevocationsCodec() {}

  public static String encode(List<Revocation> revocations) {
    ArrayNode all = JSON.createArrayNode();
    for (Revocation revocation : revocations) {
      all.addObject()
          .put("principal", revocation.principal().toString())
          .put("revision", revocation.revision());
    }
    return all.toString();
  }

  /// @throws IllegalArgumentException when the text is not what [#encode] writes
  public static List<Revocation> decode(String text) {
    JsonNode all;
    try {
      all = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("malformed JSON", malformed);
    }
    if (!all.isArray()) {
      throw new IllegalArgumentException("not an array");
    }
    List<Revocation> revocations = new ArrayList<>();
    for (JsonNode one : all) {
      if (!one.required("revision").isIntegralNumber()) {
        throw new IllegalArgumentException("a revision is no number");
      }
      revocations.add(
          new Revocation(
              UUID.fromString(one.required("principal").asText()),
              one.required("revision").asLong()));
    }
    return List.copyOf(revocations);
  }
}
