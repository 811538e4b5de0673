package ai.altertable.controlplane.fleet.member;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Report;
import ai.altertable.foundation.identity.Environment;
import java.util.List;

/// Keeps what members report. Safe for use by several threads.
@FunctionalInterface
public interface Reports {
  /// Returns when they are kept for good, each once.
  ///
  /// @param environment that the worker serves
  /// @throws ai.altertable.foundation.error.PlatformException when that cannot be done now
  void store(Environment environment, Member from, List<Report> reports);
}
