package ai.altertable.rest.operation;

import ai.altertable.rest.call.Resource;
import java.util.Map;

/// The resources below `/platform/`, each for the server itself only.
public final class OperationResources {
  private OperationResources() {}

  /// By the last segment of the path, then by method.
  public static Map<String, Map<String, Resource>> of(Operations operations) {
    return Map.of("metrics", Map.of("GET", forServer(call -> call.answer(operations.metrics()))));
  }

  private static Resource forServer(Resource resource) {
    return call -> {
      call.requirePlatform();
      resource.handle(call);
    };
  }
}
