package ai.altertable.controlplane.management;

import ai.altertable.controlplane.fleet.member.Enrolled;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.Members;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.MemberStatus;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// The gateways of the fleet. There is one organization, and all of them are its.
public final class FleetGateways implements Gateways {
  private final Members members;

  public FleetGateways(Members members) {
    this.members = members;
  }

  @Override
  public List<Gateway> list(UUID organization) {
    return members.list().stream()
        .filter(one -> one.enrolled().member().kind() == Member.Kind.GATEWAY)
        .filter(one -> !(one.state() instanceof MemberState.Revoked))
        .map(FleetGateways::describe)
        .sorted(Comparator.comparing(Gateway::slug))
        .toList();
  }

  private static Gateway describe(ObservedMember one) {
    Enrolled kept = one.enrolled();
    return new Gateway(
        kept.member().id(),
        one.slug(),
        one.state().word(),
        one.status().map(MemberStatus::version).filter(version -> !version.isEmpty()),
        kept.seen(),
        kept.created());
  }

  @Override
  public void revoke(UUID gateway, UUID by) {
    String slug =
        members.list().stream()
            .map(ObservedMember::enrolled)
            .map(Enrolled::member)
            .filter(one -> one.kind() == Member.Kind.GATEWAY && one.id().equals(gateway))
            .map(Member::slug)
            .findFirst()
            .orElseThrow(() ->
                new PlatformException(
                    ErrorCode.OBJECT_NOT_FOUND, "there is no gateway '" + gateway + "'"));
    members.revoke(slug, by.toString());
  }
}
