package ai.altertable.launcher.admin;

import com.fasterxml.jackson.databind.JsonNode;

/// Some of what an operator may ask of a running server. Safe for use by several threads.
public interface Orders {
  /// @param order method and path, as in `POST /users/add`
  /// @param body of the order; empty where it has none
  /// @return JSON
  /// @throws ai.altertable.foundation.error.PlatformException that tells the operator what is
  ///   wrong; ROUTE_NOT_FOUND when there is no such order
  String obey(String order, JsonNode body);
}
