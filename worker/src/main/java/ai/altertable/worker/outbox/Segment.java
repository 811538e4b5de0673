package ai.altertable.worker.outbox;

import static ai.altertable.worker.outbox.RecordFormat.DONE;
import static ai.altertable.worker.outbox.RecordFormat.INT;
import static ai.altertable.worker.outbox.RecordFormat.LONG;
import static ai.altertable.worker.outbox.RecordFormat.STATE;
import static ai.altertable.worker.outbox.RecordFormat.WAITS;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;

/// A file of records, mapped into memory: what has been written stands in it however the process
/// ends, without a call to the operating system.
///
/// ```
///    0  8  format, [#FORMAT]; zero while nothing has been written
///    8  8  last sign of life of the process that writes, in milliseconds since 1970
///   16     records, see RecordFormat
/// ```
///
/// Its blocks are on the disk before it is mapped, so that a full disk fails its making and not a
/// write. Guarded by the lock of its outbox but for reading what stands before its end while it is
/// pinned.
final class Segment {
  static final long FORMAT = 0x3158_4f42_5455_4f41L;
  static final int FIRST = 16;
  private static final int ALIVE = 8;
  private static final int ALIGNMENT = 8;

  /// Is shown a record that is whole.
  @FunctionalInterface
  interface Reader {
    /// @return whether to go on
    boolean read(int offset, byte kind, boolean waits);
  }

  private final Path file;
  private final Arena arena;
  private final MemorySegment memory;

  private int end;

  /// Where whoever delivers reports goes on.
  private int delivered = FIRST;

  private int reportsWaiting;
  private long bytesWaiting;
  private int pins;
  private boolean gone;

  private Segment(Path file, Arena arena, MemorySegment memory, int end) {
    this.file = file;
    this.arena = arena;
    this.memory = memory;
    this.end = end;
  }

  /// A new one, empty.
  static Segment create(Path file, int bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE))) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(bytes, 1 << 20));
      for (int written = 0; written < bytes; ) {
        zeros.clear().limit(Math.min(zeros.capacity(), bytes - written));
        written += channel.write(zeros, written);
      }
      return map(file, channel, FIRST);
    } catch (IOException failure) {
      Files.deleteIfExists(file);
      throw failure;
    }
  }

  /// One that an earlier process has left.
  static Segment open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE))) {
      return map(file, channel, (int) Math.min(channel.size(), Integer.MAX_VALUE));
    }
  }

  private static Segment map(Path file, FileChannel channel, int end) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      long size = channel.size();
      return new Segment(
          file, arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena), end);
    } catch (IOException | RuntimeException failure) {
      arena.close();
      throw failure;
    }
  }

  Path file() {
    return file;
  }

  int end() {
    return end;
  }

  boolean hasRoomFor(int bytes) {
    return bytes <= memory.byteSize() - end;
  }

  /// Writes a record that it has room for.
  ///
  /// @return where it stands
  int append(byte[] record, byte kind) {
    int at = end;
    if (at == FIRST) {
      memory.set(LONG, 0, FORMAT);
    }
    int rest = RecordFormat.CRC;
    MemorySegment.copy(
        record, rest, memory, ValueLayout.JAVA_BYTE, (long) at + rest, record.length - rest);
    VarHandle.releaseFence();
    memory.set(INT, at, ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getInt(0));
    end = at + record.length;
    if (kind == RecordFormat.REPORT) {
      reportsWaiting++;
      bytesWaiting += record.length;
    }
    return at;
  }

  void signOfLife(long millis) {
    memory.set(LONG, ALIVE, millis);
  }

  long lastSignOfLife() {
    return memory.byteSize() < FIRST ? 0 : memory.get(LONG, ALIVE);
  }

  /// Shows all that is whole between two places, in its order, and steps over what is not.
  ///
  /// @return where it ended
  int read(int from, int to, Reader reader) {
    int at = from;
    while (at + RecordFormat.HEAD_BYTES <= to) {
      int size = RecordFormat.sizeAt(memory, at);
      if (size == 0) {
        at += ALIGNMENT;
        continue;
      }
      boolean on =
          reader.read(
              at,
              memory.get(ValueLayout.JAVA_BYTE, (long) at + RecordFormat.KIND),
              memory.get(ValueLayout.JAVA_BYTE, (long) at + STATE) == WAITS);
      at += size;
      if (!on) {
        return at;
      }
    }
    return to;
  }

  /// Finds out what waits in one that was opened.
  void count(int offset) {
    reportsWaiting++;
    bytesWaiting += sizeAt(offset);
  }

  UUID idAt(int offset) {
    return RecordFormat.idAt(memory, offset);
  }

  String textAt(int offset) {
    return RecordFormat.textAt(memory, offset);
  }

  private int sizeAt(int offset) {
    return RecordFormat.size(memory.get(INT, offset));
  }

  /// A record is of no interest any more.
  void finish(int offset) {
    memory.set(ValueLayout.JAVA_BYTE, (long) offset + STATE, DONE);
  }

  /// A report is stored elsewhere.
  void stored(int offset) {
    finish(offset);
    reportsWaiting--;
    bytesWaiting -= sizeAt(offset);
  }

  int reportsWaiting() {
    return reportsWaiting;
  }

  long bytesWaiting() {
    return bytesWaiting;
  }

  int delivered() {
    return delivered;
  }

  void deliveredUpTo(int offset) {
    delivered = offset;
  }

  void pin() {
    pins++;
  }

  /// @return whether it may be unmapped now
  boolean unpin() {
    pins--;
    return gone && pins == 0;
  }

  /// It is not to be used any more.
  ///
  /// @return whether it may be unmapped now
  boolean retire() {
    gone = true;
    return pins == 0;
  }

  boolean isGone() {
    return gone;
  }

  void unmap() {
    arena.close();
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
