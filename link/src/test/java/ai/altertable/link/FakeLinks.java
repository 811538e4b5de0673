package ai.altertable.link;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Arrival;
import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.MemberLink;
import ai.altertable.foundation.fleet.MemberLinks;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.fleet.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A control plane in memory: keeps the links, stores reports by their ids, and tells each link
/// what is wanted.
public final class FakeLinks implements MemberLinks {
  public final Map<UUID, String> stored = new ConcurrentHashMap<>();
  public final AtomicInteger told = new AtomicInteger();
  public final AtomicInteger disconnected = new AtomicInteger();
  public final AtomicInteger configured = new AtomicInteger();
  public final List<MemberStatus> heartbeats = new CopyOnWriteArrayList<>();
  public final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final List<MemberLink> links = new ArrayList<>();
  private Optional<Configuration> wanted = Optional.empty();

  /// How many of the next batches cannot be stored.
  public final AtomicInteger failing = new AtomicInteger();

  public synchronized void want(Configuration configuration) {
    wanted = Optional.of(configuration);
    links.forEach(link -> link.configure(configuration));
  }

  /// The links, oldest first, the dead ones too.
  public synchronized List<MemberLink> links() {
    return List.copyOf(links);
  }

  @Override
  public synchronized Observer connected(Member member, Arrival arrival, MemberLink link) {
    arrivals.add(arrival);
    links.add(link);
    wanted.ifPresent(link::configure);
    return new Observer() {
      @Override
      public void heartbeat(MemberStatus status) {
        heartbeats.add(status);
      }

      @Override
      public void store(List<Report> reports) {
        if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new PlatformException(ErrorCode.METADATA_UNAVAILABLE, "the store is away");
        }
        told.addAndGet(reports.size());
        reports.forEach(report -> stored.put(report.id(), report.text()));
      }

      @Override
      public void configured() {
        configured.incrementAndGet();
      }

      @Override
      public void disconnected() {
        disconnected.incrementAndGet();
      }
    };
  }
}
