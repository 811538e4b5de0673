package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds functions in a library and remembers those that are missing, so that one error can name
/// them all. Pointers are bound as 64-bit integers, which travel the same way on every platform
/// supported here.
final class Symbols {
  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup library;
  private final List<String> missing = new ArrayList<>();

  Symbols(SymbolLookup library) {
    this.library = library;
  }

  List<String> missing() {
    return List.copyOf(missing);
  }

  Calls.Of0 of0(String name, MemoryLayout result) {
    return Calls.of0(words(name, result));
  }

  Calls.Of1 of1(String name, @Nullable MemoryLayout result) {
    return Calls.of1(words(name, result, JAVA_LONG));
  }

  /// A function of one small integer.
  Calls.Of1 ofSmall(String name, MemoryLayout parameter) {
    return Calls.of1(words(name, JAVA_LONG, parameter));
  }

  /// A function of two small integers.
  Calls.Of2 ofSmall2(String name, MemoryLayout parameter) {
    return Calls.of2(words(name, JAVA_LONG, parameter, parameter));
  }

  Calls.Of2 of2(String name, @Nullable MemoryLayout result) {
    return Calls.of2(words(name, result, JAVA_LONG, JAVA_LONG));
  }

  Calls.Of3 of3(String name, MemoryLayout result) {
    return Calls.of3(words(name, result, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  }

  Calls.Of4 of4(String name, MemoryLayout result) {
    return Calls.of4(words(name, result, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  }

  Calls.OfDouble ofDouble(String name) {
    return Calls.ofDouble(find(name, FunctionDescriptor.of(JAVA_LONG, JAVA_DOUBLE)));
  }

  Calls.OfStruct ofStruct(String name, MemoryLayout result, MemoryLayout struct) {
    MethodHandle handle = find(name, FunctionDescriptor.of(result, struct));
    return Calls.ofStruct(
        MethodHandles.explicitCastArguments(
            handle, MethodType.methodType(long.class, MemorySegment.class)));
  }

  Calls.ToStruct toStruct(String name, MemoryLayout struct) {
    return Calls.toStruct(find(name, FunctionDescriptor.of(struct, JAVA_LONG)));
  }

  private MethodHandle words(
      String name, @Nullable MemoryLayout result, MemoryLayout... parameters) {
    FunctionDescriptor descriptor =
        result == null
            ? FunctionDescriptor.ofVoid(parameters)
            : FunctionDescriptor.of(result, parameters);
    Class<?>[] longs = new Class<?>[parameters.length];
    Arrays.fill(longs, long.class);
    return MethodHandles.explicitCastArguments(
        find(name, descriptor), MethodType.methodType(long.class, longs));
  }

  private MethodHandle find(String name, FunctionDescriptor descriptor) {
    Optional<MemorySegment> symbol = library.find(name);
    if (symbol.isEmpty()) {
      missing.add(name);
      return MethodHandles.empty(typeOf(descriptor));
    }
    return linker.downcallHandle(symbol.get(), descriptor);
  }

  private static MethodType typeOf(FunctionDescriptor descriptor) {
    MethodType type = descriptor.toMethodType();
    return type.returnType() == MemorySegment.class
        ? type.insertParameterTypes(0, SegmentAllocator.class)
        : type;
  }
}
