package ai.altertable.link.server;

import ai.altertable.link.contract.Goodbye;
import ai.altertable.link.contract.ToMember;
import io.grpc.stub.ServerCallStreamObserver;

/// What is said to one member. Never blocks; says nothing more after the goodbye or once the member
/// is gone. Safe for use by several threads.
final class Outgoing {
  private final ServerCallStreamObserver<ToMember> call;

  /// Guarded by this.
  private boolean ended;

  Outgoing(ServerCallStreamObserver<ToMember> call) {
    this.call = call;
  }

  synchronized void send(ToMember message) {
    if (!ended && !call.isCancelled()) {
      call.onNext(message);
    }
  }

  /// Says goodbye; false when that has been said.
  synchronized boolean end(String reason) {
    if (ended) {
      return false;
    }
    send(ToMember.newBuilder().setGoodbye(Goodbye.newBuilder().setReason(reason)).build());
    ended = true;
    if (!call.isCancelled()) {
      call.onCompleted();
    }
    return true;
  }
}
