package ai.altertable.foundation.fleet;

/// One connected member, as the control plane talks to it. Safe for use by several threads; never
/// blocks; does nothing once the member is gone.
public interface MemberLink {
  /// What the member is to know from now on, in place of all before. It is sent what differs from
  /// what it has; of several that come while it is slow, the last one counts.
  void configure(Configuration wanted);

  void instruct(Instruction instruction);

  /// Ends the link; the member is told why, and may try again.
  void end(String reason);
}
