package ai.altertable.controlplane.fleet;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.Instruction;
import ai.altertable.foundation.fleet.MemberLink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what a member was told.
final class FakeLink implements MemberLink {
  final List<Configuration> configured = new CopyOnWriteArrayList<>();
  final List<Instruction> instructed = new CopyOnWriteArrayList<>();
  final List<String> ended = new CopyOnWriteArrayList<>();

  @Override
  public void configure(Configuration wanted) {
    configured.add(wanted);
  }

  @Override
  public void instruct(Instruction instruction) {
    instructed.add(instruction);
  }

  @Override
  public void end(String reason) {
    ended.add(reason);
  }

  /// What it was told last.
  Configuration last() {
    return configured.isEmpty() ? Configuration.EMPTY : configured.getLast();
  }
}
