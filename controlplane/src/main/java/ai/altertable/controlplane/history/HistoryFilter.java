package ai.altertable.controlplane.history;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Which finished statements are asked for; what is empty leaves none out.
///
/// @param environment its id
/// @param principal its id
/// @param since those that began then or later
/// @param failed only those that failed
/// @param before for the next page: those older than the last entry of the page before
public record HistoryFilter(
    Optional<UUID> environment,
    Optional<UUID> principal,
    Optional<Instant> since,
    boolean failed,
    Optional<Place> before) {
  public static final HistoryFilter ALL =
      new HistoryFilter(
          Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

  /// Where an entry stands among all.
  public record Place(Instant began, UUID id) {
    public static Place of(HistoryEntry entry) {
      return new Place(entry.statement().began(), entry.statement().id());
    }
  }

  /// The same, beginning after an entry.
  public HistoryFilter after(HistoryEntry last) {
    return new HistoryFilter(environment, principal, since, failed, Optional.of(Place.of(last)));
  }
}
