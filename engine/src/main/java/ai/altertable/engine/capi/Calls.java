package ai.altertable.engine.capi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;

/// The shapes of the native functions. Integers and pointers travel as `long`, a function without a
/// result answers 0, and structs passed by value are segments.
final class Calls {
  private Calls() {}

  @FunctionalInterface
  interface Of0 {
    long call();
  }

  @FunctionalInterface
  interface Of1 {
    long call(long a);
  }

  @FunctionalInterface
  interface Of2 {
    long call(long a, long b);
  }

  @FunctionalInterface
  interface Of3 {
    long call(long a, long b, long c);
  }

  @FunctionalInterface
  interface Of4 {
    long call(long a, long b, long c, long d);
  }

  @FunctionalInterface
  interface OfDouble {
    long call(double a);
  }

  @FunctionalInterface
  interface OfStruct {
    long call(MemorySegment a);
  }

  @FunctionalInterface
  interface ToStruct {
    MemorySegment call(SegmentAllocator allocator, long a);
  }

  static Of0 of0(MethodHandle handle) {
    return () -> {
      try {
        return (long) handle.invokeExact();
      } catch (Throwable failure) {
        throw unexpected(failure);
      }
    };
  }

  static Of1 of1(MethodHandle handle) {
    return a -> {
      try {
        return (long) handle.invokeExact(a);
      } catch (Throwable failure) {
        throw unexpected(failure);
      }
    };
  }

  static Of2 of2(MethodHandle handle) {
    return (a, b) -> {
      try {
        return (long) handle.invokeExact(a, b);
      } catch (Throwable failure) {
        throw unexpected(failure);
      }
    };
  }

  static Of3 of3(MethodHandle handle) {
    return (a, b, c) -> {
      try {
        return (long) handle.invokeExact(a, b, c);
      } catch (Throwable failure) {
        throw unexpected(failure);
      }
    };
  }

  static Of4 of4(MethodHandle handle) {
    return (a, b, c, d) -> {
      try {
        return (long) handle.invokeExact(a, b, c, d);
      } catch (Throwable failure) {
        throw unexpected(failure);
      }
    };
  }

  static OfDouble ofDouble(MethodHandle handle) {
    return a -> {
      try {
        return (long) handle.invokeExact(a);
      } catch (Throwable failure) {
        throw unexpected(failure);
      }
    };
  }

  static OfStruct ofStruct(MethodHandle handle) {
    return a -> {
      try {
        return (long) handle.invokeExact(a);
      } catch (Throwable failure) {
        throw unexpected(failure);
      }
    };
  }

  static ToStruct toStruct(MethodHandle handle) {
    return (allocator, a) -> {
      try {
        return (MemorySegment) handle.invokeExact(allocator, a);
      } catch (Throwable failure) {
        throw unexpected(failure);
      }
    };
  }

  private static IllegalStateException unexpected(Throwable failure) {
    return new IllegalStateException("a native function could not be called", failure);
  }
}
