package ai.altertable.launcher.member;

import ai.altertable.launcher.Version;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.link.client.EnrollmentOutcome;
import ai.altertable.link.client.LinkClient;
import ai.altertable.link.enrollment.EnrollmentToken;
import java.security.SecureRandom;
import java.time.Clock;

/// Becoming a member.
public final class Enrolling {
  private Enrolling() {}

  /// Makes this process a member; waits for the answer.
  ///
  /// @param store where its identity is kept
  /// @throws NotEnrolled with what to do
  public static MemberIdentity with(EnrollmentToken token, IdentityStore store) {
    EnrollmentOutcome outcome =
        LinkClient.enroll(
            LinkConfig.defaults(),
            token,
            Version.CURRENT,
            store,
            Clock.systemUTC(),
            new SecureRandom());
    return switch (outcome) {
      case EnrollmentOutcome.Enrolled(MemberIdentity identity) -> identity;
      case EnrollmentOutcome.Refused(String reason) -> throw new NotEnrolled(reason);
      case EnrollmentOutcome.Unreachable(String reason) -> throw new NotEnrolled(reason);
    };
  }
}
