package ai.altertable.benchmarks.report;

import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Verdict;

/// A target, and whether it is reached.
public record Judgement(Target target, Verdict verdict) {}
