package ai.altertable.launcher;

/// Why the server cannot start: what is wrong, and what the operator can do about it.
///
/// Shown as it is, without a stack trace, so neither part may hold a secret.
public final class StartupFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String advice;

  public StartupFailure(String problem, String advice) {
    super(problem + "\n" + advice);
    this.problem = problem;
    this.advice = advice;
  }

  public StartupFailure(String problem, String advice, Throwable cause) {
    this(problem, advice);
    initCause(cause);
  }

  /// What is wrong, and where: sentences without a line break.
  public String problem() {
    return problem;
  }

  /// What to do about it.
  public String advice() {
    return advice;
  }
}
