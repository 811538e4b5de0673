package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.Members;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import java.util.List;

/// What the reconciler sees of hosted members, and does to them.
public interface HostedMembers {
  /// Those that are not revoked.
  List<ObservedMember> members();

  /// Whether [#members] knows who there is.
  boolean isRead();

  void desire(String slug, Desired desired);

  void revoke(String slug);

  static HostedMembers of(Members members) {
    String by = "scheduler";
    return new HostedMembers() {
      @Override
      public List<ObservedMember> members() {
        return members.list().stream()
            .filter(one -> one.enrolled().hosted())
            .filter(one -> !(one.state() instanceof MemberState.Revoked))
            .toList();
      }

      @Override
      public boolean isRead() {
        return members.isRead();
      }

      @Override
      public void desire(String slug, Desired desired) {
        members.desire(slug, desired, by);
      }

      @Override
      public void revoke(String slug) {
        members.revoke(slug, by);
      }
    };
  }
}
