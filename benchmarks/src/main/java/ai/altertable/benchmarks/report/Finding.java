package ai.altertable.benchmarks.report;

import ai.altertable.benchmarks.measure.Side;
import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One thing that was measured.
///
/// @param benchmark which found it
/// @param subject what was done
/// @param sides ours first, then what it is compared with
/// @param notes what a reader must know to read the figures
public record Finding(
    String benchmark,
    String subject,
    Unit unit,
    List<Side> sides,
    Optional<Judgement> judgement,
    List<String> notes) {
  public Finding {
    sides = List.copyOf(sides);
    notes = List.copyOf(notes);
  }

  public static Finding of(String benchmark, String subject, Unit unit, List<Side> sides) {
    return new Finding(benchmark, subject, unit, sides, Optional.empty(), List.of());
  }

  public Side ours() {
    return sides.getFirst();
  }

  public Finding against(Target target) {
    Judgement judgement = new Judgement(target, target.judge(sides));
    return new Finding(benchmark, subject, unit, sides, Optional.of(judgement), notes);
  }

  /// The same without a judgement.
  public Finding unjudged() {
    return new Finding(benchmark, subject, unit, sides, Optional.empty(), notes)
        .note("not judged: a quick run");
  }

  public Finding note(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Finding(benchmark, subject, unit, sides, judgement, more);
  }
}
