package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// How much memory this process uses beside Java's.
final class NativeHeap {
  private NativeHeap() {}

  /// What was allocated with `malloc` and not freed, as glibc counts it: DuckDB's objects, but not
  /// its vectors, which have an allocator of their own.
  static long allocated() {
    Linker linker = Linker.nativeLinker();
    MemorySegment mallinfo = linker.defaultLookup().find("mallinfo2").orElse(MemorySegment.NULL);
    Assumptions.assumeTrue(mallinfo.address() != 0, "needs glibc's mallinfo2");
    MemoryLayout counters = MemoryLayout.sequenceLayout(10, JAVA_LONG);
    FunctionDescriptor function =
        FunctionDescriptor.of(MemoryLayout.structLayout(counters.withName("counters")));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment counted =
          (MemorySegment)
              linker.downcallHandle(mallinfo, function).invokeExact((SegmentAllocator) arena);
      return counted.getAtIndex(JAVA_LONG, 4) + counted.getAtIndex(JAVA_LONG, 7);
    } catch (Throwable failure) {
      throw new IllegalStateException("mallinfo2 could not be called", failure);
    }
  }

  /// Everything that is in memory, Java's heap included.
  static long resident() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(text -> text.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
  }
}
