package ai.altertable.systemtests.harness;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/// The body of `POST /query`.
public record Query(ObjectNode body) {
  private static final JsonMapper JSON = new JsonMapper();

  public static Query of(String statement) {
    return new Query(JSON.createObjectNode().put("statement", statement));
  }

  public Query session(String id) {
    return with("session_id", id);
  }

  public Query id(UUID id) {
    return with("query_id", id.toString());
  }

  public Query with(String member, Object value) {
    ObjectNode more = body.deepCopy();
    more.set(member, JSON.valueToTree(value));
    return new Query(more);
  }

  public String statement() {
    return body.required("statement").asText();
  }

  @Override
  public String toString() {
    return body.toString();
  }
}
