package ai.altertable.launcher.confinement;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls of the operating system that Java has no words for. Whatever concerns a thread concerns
/// the calling one.
///
/// A failure is an [IOException] with the system's own words.
final class LinuxCalls {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxCalls.class);

  /// Of x86-64 and ARM alike.
  static final long LANDLOCK_CREATE_RULESET = 444;

  static final long LANDLOCK_ADD_RULE = 445;
  static final long LANDLOCK_RESTRICT_SELF = 446;

  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_SET_SECUREBITS = 28;
  private static final long SECBIT_NOROOT_LOCKED = 1 | 1 << 1;
  private static final int CAPABILITY_VERSION = 0x2008_0522;
  private static final int CAPABILITY_INTS = 6;
  private static final int RLIMIT_CORE = 4;
  private static final int O_PATH = 0x20_0000;
  private static final int O_CLOEXEC = 0x8_0000;

  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_OF =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final Linker linker = Linker.nativeLinker();

  /// `long syscall(long number, …)`, of four more arguments.
  private final MethodHandle syscall =
      function(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          1);

  private final MethodHandle prctl =
      function(
          "prctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          1);
  private final MethodHandle open =
      function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
  private final MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private final MethodHandle capset =
      function("capset", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  private final MethodHandle setrlimit =
      function("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private final MethodHandle strerror =
      linker.downcallHandle(
          linker.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, ERRNO);
  }

  /// @param fixed arguments before the ones of any number
  private MethodHandle function(String name, FunctionDescriptor descriptor, int fixed) {
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        descriptor,
        ERRNO,
        Linker.Option.firstVariadicArg(fixed));
  }

  /// A system call by its number.
  long call(long number, long first, long second, long third, long fourth) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return checked(
          (long) syscall.invokeExact(state, number, first, second, third, fourth), state);
    } catch (Throwable failure) {
      throw passedOn(failure);
    }
  }

  /// Of the calling thread and all that it starts: no program that is run gets more rights by it.
  void renounceNewPrivileges() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      checked((int) prctl.invokeExact(state, PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L), state);
    } catch (Throwable failure) {
      throw passedOn(failure);
    }
  }

  /// Of the calling thread and all that it starts: programs that root runs have none of root's
  /// powers over the machine, only root's files. Takes a power that not even every root has, in a
  /// container; who has it not gives the powers up by [#renouncePowers] all the same.
  void renounceRoot() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int refused =
          (int) prctl.invokeExact(state, PR_SET_SECUREBITS, SECBIT_NOROOT_LOCKED, 0L, 0L, 0L);
      if (refused != 0) {
        LOG.debug("what root can do is given up by this thread only, and by what it starts");
      }
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Of the calling thread, and of programs that it runs when it has also renounced new privileges:
  /// it has no powers over the machine (capabilities(7): without new privileges a program that root
  /// runs gets none but those that the thread has).
  void renouncePowers() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment ofThisThread = arena.allocateFrom(JAVA_INT, CAPABILITY_VERSION, 0);
      MemorySegment none = arena.allocate(JAVA_INT, CAPABILITY_INTS);
      checked((int) capset.invokeExact(state, ofThisThread, none), state);
    } catch (Throwable failure) {
      throw passedOn(failure);
    }
  }

  /// Of the whole process: its memory is not written to disk when it crashes.
  void renounceCoreDumps() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment none = arena.allocate(JAVA_LONG, 2);
      checked((int) setrlimit.invokeExact(state, RLIMIT_CORE, none), state);
    } catch (Throwable failure) {
      throw passedOn(failure);
    }
  }

  /// A descriptor that only says which file is meant.
  int openPath(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment name = arena.allocateFrom(path);
      return (int) checked((int) open.invokeExact(state, name, O_PATH | O_CLOEXEC), state);
    } catch (Throwable failure) {
      throw passedOn(failure);
    }
  }

  void close(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      checked((int) close.invokeExact(state, descriptor), state);
    } catch (Throwable failure) {
      throw passedOn(failure);
    }
  }

  private long checked(long result, MemorySegment state) throws IOException {
    if (result >= 0) {
      return result;
    }
    int number = (int) ERRNO_OF.get(state, 0L);
    throw new IOException(reason(number));
  }

  private String reason(int number) {
    try {
      MemorySegment text = (MemorySegment) strerror.invokeExact(number);
      return text.reinterpret(256).getString(0);
    } catch (Throwable failure) {
      throw new IllegalStateException(
          "the system cannot say what error " + number + " is", failure);
    }
  }

  private static IOException passedOn(Throwable failure) {
    return switch (failure) {
      case IOException refused -> refused;
      case RuntimeException unexpected -> throw unexpected;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    };
  }
}
