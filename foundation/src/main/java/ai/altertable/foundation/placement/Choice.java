package ai.altertable.foundation.placement;

import ai.altertable.foundation.placement.Candidate.Readiness;
import ai.altertable.foundation.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// The rules by which one of several workers is chosen, without state or clock.
///
/// 1. Only workers of the request's environment, and none that it avoids.
/// 2. A session that was placed before stays where it is, drained or not.
/// 3. Another session goes by rendezvous hashing, so that all who see the same workers choose the
///    same one, and a worker that comes or goes moves no more sessions than it must.
/// 4. Without a session the one with the least to do in relation to its size, ties in turn; one
///    that is silent only when no other is left.
/// 5. Nothing new goes to a worker that is drained.
final class Choice {
  private final List<Candidate> candidates;
  private final ToIntFunction<String> placedSince;

  /// @param placedSince how many requests a worker was given since its load was told
  Choice(List<Candidate> candidates, ToIntFunction<String> placedSince) {
    this.candidates = candidates;
    this.placedSince = placedSince;
  }

  /// @param known the slug of the worker that the request's session is at
  /// @param turn counts requests
  Optional<Candidate> choose(PlacementRequest request, Optional<String> known, int turn) {
    List<Candidate> own =
        candidates.stream()
            .filter(one -> one.environment().equals(request.environment().id()))
            .filter(one -> !request.avoided().contains(one.slug()))
            .toList();
    return own.stream()
        .filter(one -> known.filter(one.slug()::equals).isPresent())
        .findFirst()
        .or(() -> chooseNew(own, request, turn));
  }

  private Optional<Candidate> chooseNew(List<Candidate> own, PlacementRequest request, int turn) {
    List<Candidate> takers =
        own.stream().filter(one -> one.readiness() != Readiness.DRAINING).toList();
    return request
        .session()
        .map(session -> byRendezvous(takers, session))
        .orElseGet(() -> leastLoaded(takers, turn));
  }

  private static Optional<Candidate> byRendezvous(List<Candidate> takers, SessionId session) {
    return takers.stream()
        .max(
            Comparator.comparingLong((Candidate one) -> weight(one.slug(), session))
                .thenComparing(Candidate::slug));
  }

  private Optional<Candidate> leastLoaded(List<Candidate> takers, int turn) {
    List<Candidate> ready =
        takers.stream().filter(one -> one.readiness() == Readiness.READY).toList();
    List<Candidate> usable = ready.isEmpty() ? takers : ready;
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    boolean sized = usable.stream().allMatch(one -> one.load().memoryBytesMax() > 0);
    // Each is looked at once: others are being placed meanwhile.
    double[] burdens = usable.stream().mapToDouble(one -> burden(one, sized)).toArray();
    double least = Arrays.stream(burdens).min().orElse(0);
    int[] idlest =
        IntStream.range(0, burdens.length).filter(one -> burdens[one] <= least).toArray();
    return Optional.of(usable.get(idlest[Math.floorMod(turn, idlest.length)]));
  }

  private double burden(Candidate one, boolean sized) {
    double work =
        (double) one.load().running() + one.load().queued() + placedSince.applyAsInt(one.slug());
    return sized ? work / one.load().memoryBytesMax() : work;
  }

  /// FNV-1a over both names, then the finalizer of MurmurHash3, as FNV alone mixes the last
  /// characters too little.
  private static long weight(String slug, SessionId session) {
    long hash = 0xcbf29ce484222325L;
    for (byte next : (slug + '\n' + session.value()).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (next & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
