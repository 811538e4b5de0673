package ai.altertable.foundation.fleet;

import ai.altertable.foundation.identity.Revocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// What a gateway has to know, as entries of a [Configuration] (see [EntryNames]), so that a change
/// of one thing is sent as one entry.
///
/// @param workers that are up
/// @param revocations what was granted to principals before counts no more
/// @param access changes whenever answers to logins may have changed
/// @param controlPlane where its HTTP server listens for gateways, `host:port`, if it does
public record GatewayBriefing(
    List<WorkerEntry> workers,
    List<Revocation> revocations,
    String access,
    Optional<String> controlPlane) {
  public GatewayBriefing {
    workers = List.copyOf(workers);
    revocations = List.copyOf(revocations);
  }

  public Configuration encode() {
    SortedMap<String, String> entries = new TreeMap<>();
    workers.forEach(worker -> entries.put(worker.name(), worker.encode()));
    for (Revocation one : revocations) {
      entries.put(EntryNames.REVISION + one.principal(), Long.toString(one.revision()));
    }
    entries.put(EntryNames.ACCESS, access);
    controlPlane.ifPresent(address -> entries.put(EntryNames.CONTROL_PLANE, address));
    return new Configuration(entries);
  }

  /// Entries of other kinds are left out: they are for later versions of the program.
  ///
  /// @throws IllegalArgumentException when an entry is not what [#encode] writes; its message names
  ///   the entry
  public static GatewayBriefing decode(Configuration configuration) {
    List<WorkerEntry> workers = new ArrayList<>();
    List<Revocation> revocations = new ArrayList<>();
    for (Map.Entry<String, String> entry : configuration.entries().entrySet()) {
      String name = entry.getKey();
      try {
        if (name.startsWith(EntryNames.WORKER)) {
          workers.add(WorkerEntry.decode(entry.getValue()));
        } else if (name.startsWith(EntryNames.REVISION)) {
          UUID principal = UUID.fromString(name.substring(EntryNames.REVISION.length()));
          revocations.add(new Revocation(principal, Long.parseLong(entry.getValue())));
        }
      } catch (IllegalArgumentException malformed) {
        throw new IllegalArgumentException(
            "the entry '" + name + "' of a configuration is malformed", malformed);
      }
    }
    return new GatewayBriefing(
        workers,
        revocations,
        configuration.entries().getOrDefault(EntryNames.ACCESS, ""),
        Optional.ofNullable(configuration.entries().get(EntryNames.CONTROL_PLANE)));
  }
}
