package ai.altertable.foundation.fleet;

import java.util.List;

/// What the control plane does with links. Safe for use by several threads.
public interface MemberLinks {
  /// A member has connected. The one that it had before, if any, is dead and will be told so.
  Observer connected(Member member, Arrival arrival, MemberLink link);

  /// Is told of one connected member, by one thread at a time.
  interface Observer {
    /// It lives. Comes every few seconds.
    void heartbeat(MemberStatus status);

    /// Stores what it reports, each once; returns when that is durable, so that the member may
    /// forget it.
    ///
    /// @throws ai.altertable.foundation.error.PlatformException when it cannot be stored now: the
    ///   member will report again
    void store(List<Report> reports);

    /// It has the configuration that it was sent last.
    void configured();

    /// The link is gone; comes once, as the last.
    void disconnected();
  }
}
