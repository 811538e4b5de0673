package ai.altertable.gateway.route;

import ai.altertable.gateway.answer.WholeAnswer;
import java.util.function.Supplier;

/// Who answers a request.
public sealed interface Destination {
  /// The gateway itself, whoever asks.
  ///
  /// @param answer called on an event loop, so it must not block
  record Page(Supplier<WholeAnswer> answer) implements Destination {}

  /// The gateway itself, to administrators.
  record Operator(OperatorPage page) implements Destination {}

  /// A worker of the environment that the credentials belong to.
  record Worker() implements Destination {}

  /// The worker that has the session which the request's JSON names, or any.
  record SessionWorker() implements Destination {}

  /// The worker that knows the query in the path; and, when none does, history.
  record Query() implements Destination {}

  /// The control plane, which looks at the credentials itself.
  record ControlPlane() implements Destination {}
}
