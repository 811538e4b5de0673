package ai.altertable.gateway.exchange;

import ai.altertable.gateway.placement.Target;
import java.util.Set;
import java.util.function.IntConsumer;

/// To the control plane, and nowhere else.
///
/// @param statuses is told the status of the answer
record ControlPlaneCourse(Target target, IntConsumer statuses) implements Course {
  @Override
  public Choice next(Set<String> tried) {
    return new Choice.To(target);
  }

  @Override
  public boolean hasOther(Set<String> tried) {
    return false;
  }

  @Override
  public boolean leavesOut() {
    return false;
  }

  @Override
  public void answered(int status) {
    statuses.accept(status);
  }
}
