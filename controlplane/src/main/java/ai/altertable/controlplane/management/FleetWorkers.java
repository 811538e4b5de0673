package ai.altertable.controlplane.management;

import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.Enrolled;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.Members;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.identity.Environment;
import java.util.List;
import java.util.UUID;

/// The workers of the fleet. There is one organization, and all of them are its.
public final class FleetWorkers implements Workers {
  private final Members members;

  public FleetWorkers(Members members) {
    this.members = members;
  }

  @Override
  public List<Worker> list(UUID organization) {
    return workers().stream().map(FleetWorkers::describe).toList();
  }

  private List<ObservedMember> workers() {
    return members.list().stream()
        .filter(one -> one.enrolled().member().kind() == Member.Kind.WORKER)
        .filter(one -> !(one.state() instanceof MemberState.Revoked))
        .toList();
  }

  private static Worker describe(ObservedMember one) {
    Enrolled kept = one.enrolled();
    return new Worker(
        kept.member().id(),
        one.slug(),
        one.state().word(),
        kept.environment().map(Environment::id).orElseThrow(),
        kept.hosted(),
        one.status().map(MemberStatus::version).filter(version -> !version.isEmpty()),
        one.status().flatMap(MemberStatus::address).or(kept::address),
        kept.seen(),
        kept.created(),
        one.load());
  }

  @Override
  public void drain(UUID worker, boolean on, UUID by) {
    members.desire(slug(worker), on ? Desired.DRAINING : Desired.ONLINE, by.toString());
  }

  @Override
  public void revoke(UUID worker, UUID by) {
    members.revoke(slug(worker), by.toString());
  }

  private String slug(UUID worker) {
    return workers().stream()
        .filter(one -> one.enrolled().member().id().equals(worker))
        .map(ObservedMember::slug)
        .findFirst()
        .orElseThrow(() ->
            new PlatformException(
                ErrorCode.OBJECT_NOT_FOUND, "there is no worker '" + worker + "'"));
  }
}
