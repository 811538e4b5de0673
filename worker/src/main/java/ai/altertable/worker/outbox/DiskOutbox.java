package ai.altertable.worker.outbox;

import ai.altertable.foundation.fleet.Outbox;
import ai.altertable.foundation.fleet.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reports that wait on the worker's disk until they are stored elsewhere. They outlive the process
/// however it ends; of what the machine itself forgets when it fails, the latest may be lost, as
/// nothing is synced.
///
/// ```
///   oldest ─────────────────────────▶ newest        made ahead
///   [segment] [segment] [segment being written]     [spare]
///   │ all stored: deleted              ▲ append
/// ```
///
/// Appending takes a short lock and writes to memory; files are made, deleted and read by others.
/// There is room for [OutboxSize]: when all of it is taken, the oldest segment goes with all that
/// is in it. Safe for use by several threads.
public final class DiskOutbox implements Outbox, AutoCloseable {
  /// As much text is given at once, or one report.
  private static final int PEEK_CHARS_MAX = 4 << 20;

  /// Longer than a file takes to be made, unless the disk is in trouble.
  private static final Duration SPARE_PATIENCE = Duration.ofSeconds(1);

  private static final Duration KEEPER_EVERY = Duration.ofSeconds(1);

  /// Says what is reported of something that has begun and whose end nobody saw.
  @FunctionalInterface
  public interface Obituary {
    /// @param begun as it was told to [#begin]
    /// @param lastSign when the process is known to have lived
    String of(String begun, Instant lastSign);
  }

  /// A report that has been given out, or is about to be.
  private record Given(Segment segment, int offset, Report report) {}

  private final InstantSource clock;
  private final SegmentFiles files;
  private final OutboxSize size;
  private final DropWarnings warnings;
  private final Thread keeper = Thread.ofPlatform().daemon().name("outbox").unstarted(this::keep);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition spareIsThere = lock.newCondition();
  private final Condition keeperIsNeeded = lock.newCondition();

  /// All that follows is guarded by the lock.
  private final Deque<Segment> segments = new ArrayDeque<>();

  private final Set<Mark> open = new HashSet<>();
  private final Map<UUID, Given> given = new LinkedHashMap<>();
  private long givenChars;
  private @Nullable Segment spare;
  private boolean diskInTrouble;
  private @Nullable Throwable trouble;
  private boolean closed;
  private long dropped;

  /// Held by whoever reads ahead.
  private final ReentrantLock reading = new ReentrantLock();

  private DiskOutbox(InstantSource clock, SegmentFiles files, OutboxSize size) {
    this.clock = clock;
    this.files = files;
    this.size = size;
    this.warnings = new DropWarnings(clock);
  }

  /// Opens what an earlier process has left, or a new one. What had begun there and not ended is
  /// reported by the obituary.
  ///
  /// @param directory of this outbox alone; made if it is missing
  /// @throws UncheckedIOException when the directory cannot be used, or another process uses it
  public static DiskOutbox open(
      InstantSource clock, Path directory, OutboxSize size, Obituary obituary) {
    try {
      SegmentFiles files = SegmentFiles.open(directory);
      try {
        DiskOutbox outbox = new DiskOutbox(clock, files, size);
        LeftSegments left = LeftSegments.read(files);
        outbox.segments.addAll(left.segments());
        outbox.segments.add(files.create(size.segmentBytes()));
        left.orphans().forEach(orphan -> outbox.open.add(orphan.mark()));
        outbox.keeper.start();
        for (LeftSegments.Orphan orphan : left.orphans()) {
          outbox.end(orphan.mark(), obituary.of(orphan.begun(), orphan.lastSign()));
        }
        return outbox;
      } catch (IOException | RuntimeException failure) {
        files.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure.getMessage(), failure);
    }
  }

  /// Notes that something begins whose end will be reported.
  ///
  /// @param id that its report will have
  public Mark begin(UUID id, String text) {
    byte[] record = RecordFormat.encode(RecordFormat.BEGUN, id, text);
    Mark mark = new Mark(id);
    lock.lock();
    try {
      if (write(record, RecordFormat.BEGUN, mark)) {
        open.add(mark);
      }
    } finally {
      lock.unlock();
    }
    return mark;
  }

  /// Reports what comes of something that has begun.
  public void end(Mark mark, String text) {
    byte[] record = RecordFormat.encode(RecordFormat.REPORT, mark.id(), text);
    lock.lock();
    try {
      report(record);
      if (open.remove(mark)) {
        mark.erase();
      }
    } finally {
      lock.unlock();
    }
  }

  public void add(Report report) {
    byte[] record = RecordFormat.encode(RecordFormat.REPORT, report.id(), report.text());
    lock.lock();
    try {
      report(record);
    } finally {
      lock.unlock();
    }
  }

  private void report(byte[] record) {
    if (write(record, RecordFormat.REPORT, null)) {
      arrived.signalAll();
    } else {
      dropped++;
    }
  }

  /// @param mark told where the record stands
  private boolean write(byte[] record, byte kind, @Nullable Mark mark) {
    Segment last = segmentFor(record.length);
    if (last == null) {
      return false;
    }
    try {
      int at = last.append(record, kind);
      if (mark != null) {
        mark.standsAt(last, at);
      }
      return true;
    } catch (InternalError unwritable) {
      // So the Java machine tells that the disk does not take a page of a mapped file.
      trouble = unwritable;
      return false;
    }
  }

  private @Nullable Segment segmentFor(int bytes) {
    if (closed || bytes > size.segmentBytes() - Segment.FIRST) {
      return null;
    }
    while (!segments.getLast().hasRoomFor(bytes)) {
      if (spare != null) {
        segments.add(spare);
        spare = null;
        keeperIsNeeded.signal();
      } else if (!awaitSpare()) {
        return null;
      }
    }
    return segments.getLast();
  }

  /// @return whether it is worth looking again
  private boolean awaitSpare() {
    long until = System.nanoTime() + SPARE_PATIENCE.toNanos();
    boolean interrupted = false;
    while (spare == null && !diskInTrouble && !closed && System.nanoTime() < until) {
      keeperIsNeeded.signal();
      try {
        var _ = spareIsThere.awaitNanos(until - System.nanoTime());
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return spare != null && !closed;
  }

  @Override
  public List<Report> peek(int max, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    while (true) {
      List<Report> oldest = oldest(max);
      if (!oldest.isEmpty() || left <= 0) {
        return oldest;
      }
      lock.lockInterruptibly();
      try {
        if (toBeRead() == null) {
          left = arrived.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private List<Report> oldest(int max) {
    reading.lock();
    try {
      boolean more = true;
      while (more) {
        more = readAhead(max);
      }
      lock.lock();
      try {
        return given.values().stream().limit(max).map(Given::report).toList();
      } finally {
        lock.unlock();
      }
    } finally {
      reading.unlock();
    }
  }

  /// The oldest segment that has something not given out yet.
  private @Nullable Segment toBeRead() {
    for (Segment segment : segments) {
      if (segment.delivered() < segment.end()) {
        return segment;
      }
    }
    return null;
  }

  /// Reads from one segment, outside of the lock: its pages may be on the disk only.
  ///
  /// @return whether there may be more to read
  private boolean readAhead(int max) {
    Segment segment;
    int to;
    int wanted;
    lock.lock();
    try {
      segment = toBeRead();
      wanted = max - given.size();
      if (segment == null || wanted <= 0 || givenChars >= PEEK_CHARS_MAX) {
        return false;
      }
      to = segment.end();
      segment.pin();
    } finally {
      lock.unlock();
    }
    List<Given> read = new ArrayList<>();
    int at = read(segment, segment.delivered(), to, wanted, read);
    boolean unmap;
    lock.lock();
    try {
      segment.deliveredUpTo(at);
      for (Given one : read) {
        given.put(one.report().id(), one);
        givenChars += one.report().text().length();
      }
      unmap = segment.unpin();
    } finally {
      lock.unlock();
    }
    if (unmap) {
      segment.unmap();
    }
    return true;
  }

  private static int read(Segment segment, int from, int to, int wanted, List<Given> into) {
    long[] chars = new long[1];
    return segment.read(
        from,
        to,
        (offset, kind, waits) -> {
          if (kind == RecordFormat.REPORT && waits) {
            Report report = new Report(segment.idAt(offset), segment.textAt(offset));
            into.add(new Given(segment, offset, report));
            chars[0] += report.text().length();
          }
          return into.size() < wanted && chars[0] < PEEK_CHARS_MAX;
        });
  }

  @Override
  public void stored(Collection<UUID> reports) {
    lock.lock();
    try {
      for (UUID id : reports) {
        Given one = given.remove(id);
        if (one != null) {
          givenChars -= one.report().text().length();
          if (!one.segment().isGone()) {
            one.segment().stored(one.offset());
          }
        }
      }
      if (segments.size() > 1 && segments.getFirst().reportsWaiting() == 0) {
        keeperIsNeeded.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Shows all that waits, the oldest first, without giving it out. For a start, as it holds up
  /// whoever peeks.
  public void unsent(Consumer<Report> reader) {
    reading.lock();
    try {
      for (Segment segment : pinned()) {
        try {
          read(segment, Segment.FIRST, segment.end(), reader);
        } finally {
          unpin(segment);
        }
      }
    } finally {
      reading.unlock();
    }
  }

  private static void read(Segment segment, int from, int to, Consumer<Report> reader) {
    segment.read(
        from,
        to,
        (offset, kind, waits) -> {
          if (kind == RecordFormat.REPORT && waits) {
            reader.accept(new Report(segment.idAt(offset), segment.textAt(offset)));
          }
          return true;
        });
  }

  private List<Segment> pinned() {
    lock.lock();
    try {
      segments.forEach(Segment::pin);
      return List.copyOf(segments);
    } finally {
      lock.unlock();
    }
  }

  private void unpin(Segment segment) {
    boolean unmap;
    lock.lock();
    try {
      unmap = segment.unpin();
    } finally {
      lock.unlock();
    }
    if (unmap) {
      segment.unmap();
    }
  }

  public OutboxFigures figures() {
    lock.lock();
    try {
      return new OutboxFigures(
          segments.stream().mapToLong(Segment::reportsWaiting).sum(),
          segments.stream().mapToLong(Segment::bytesWaiting).sum(),
          dropped);
    } finally {
      lock.unlock();
    }
  }

  private void keep() {
    while (true) {
      Optional<Segment> retired;
      boolean makeSpare;
      lock.lock();
      try {
        if (closed) {
          return;
        }
        segments.getLast().signOfLife(clock.millis());
        makeSpare = spare == null;
        retired = retire(makeSpare && segments.size() >= size.segments());
        if (retired.isEmpty() && !makeSpare) {
          var _ = keeperIsNeeded.await(KEEPER_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        warnings.dropped(dropped);
        if (trouble != null) {
          warnings.inTrouble(trouble);
          trouble = null;
        }
      } catch (InterruptedException ended) {
        return;
      } finally {
        lock.unlock();
      }
      retired.ifPresent(this::discard);
      if (makeSpare && retired.isEmpty()) {
        makeSpare();
      }
    }
  }

  /// Takes the oldest segment out when nobody needs it, or when room is needed. What is under way
  /// there is noted anew.
  private Optional<Segment> retire(boolean roomIsNeeded) {
    Segment oldest = segments.getFirst();
    boolean written = oldest == segments.getLast();
    if (written || (oldest.reportsWaiting() > 0 && !roomIsNeeded)) {
      return Optional.empty();
    }
    if (!carryMarks(oldest) && !roomIsNeeded) {
      return Optional.empty();
    }
    dropped += oldest.reportsWaiting();
    open.removeIf(mark -> mark.forgetIfIn(oldest));
    segments.removeFirst();
    return Optional.of(oldest);
  }

  /// @return whether all of them found room
  private boolean carryMarks(Segment from) {
    for (Iterator<Mark> marks = open.iterator(); marks.hasNext(); ) {
      Mark mark = marks.next();
      if (!mark.isIn(from)) {
        continue;
      }
      String text = from.textAt(mark.offset());
      byte[] record = RecordFormat.encode(RecordFormat.BEGUN, mark.id(), text);
      Segment last = segments.getLast();
      if (last.hasRoomFor(record.length)) {
        mark.standsAt(last, last.append(record, RecordFormat.BEGUN));
      } else if (spare != null) {
        segments.add(spare);
        spare = null;
        mark.standsAt(segments.getLast(), segments.getLast().append(record, RecordFormat.BEGUN));
      } else {
        return false;
      }
    }
    return true;
  }

  private void discard(Segment segment) {
    boolean unmap;
    lock.lock();
    try {
      unmap = segment.retire();
    } finally {
      lock.unlock();
    }
    if (unmap) {
      segment.unmap();
    }
    try {
      segment.delete();
    } catch (IOException failure) {
      warnings.inTrouble(failure);
    }
  }

  private void makeSpare() {
    @Nullable Segment made = null;
    try {
      made = files.create(size.segmentBytes());
    } catch (IOException failure) {
      warnings.inTrouble(failure);
    }
    lock.lock();
    try {
      spare = made;
      diskInTrouble = made == null;
      spareIsThere.signalAll();
    } finally {
      lock.unlock();
    }
    if (made == null) {
      try {
        Thread.sleep(KEEPER_EVERY);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// What is still open counts as never ended.
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      segments.getLast().signOfLife(clock.millis());
      closed = true;
      keeperIsNeeded.signalAll();
      spareIsThere.signalAll();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      keeper.join();
      unmapAll();
      files.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void unmapAll() throws IOException {
    List<Segment> unmapped;
    lock.lock();
    try {
      unmapped = segments.stream().filter(Segment::retire).toList();
      segments.clear();
      open.clear();
      if (spare != null) {
        spare.unmap();
        spare.delete();
        spare = null;
      }
    } finally {
      lock.unlock();
    }
    unmapped.forEach(Segment::unmap);
  }
}
