package ai.altertable.gateway.route;

import java.util.Optional;

/// Something that only administrators may read. Safe for use by several threads.
@FunctionalInterface
public interface OperatorPage {
  /// A page as it is at the moment.
  record Content(String contentType, String text) {}

  /// Called on a virtual thread of its own; may take a few seconds.
  ///
  /// @param accept the request's `Accept` header
  Content read(Optional<String> accept);
}
