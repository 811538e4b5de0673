package ai.altertable.launcher.member;

/// The control plane does not take this process for a member.
public final class NotEnrolled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotEnrolled(String reason) {
    super(reason);
  }
}
