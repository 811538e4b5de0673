package ai.altertable.link.client;

import ai.altertable.link.certificate.MemberIdentity;

/// What came of an attempt to enrol. Reasons say what to do, and hold no secret.
public sealed interface EnrollmentOutcome {
  /// It has an identity, which is stored.
  record Enrolled(MemberIdentity identity) implements EnrollmentOutcome {}

  /// Trying again with this token is of no use.
  record Refused(String reason) implements EnrollmentOutcome {}

  /// The control plane was not reached, or cannot answer now.
  record Unreachable(String reason) implements EnrollmentOutcome {}
}
