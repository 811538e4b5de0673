package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// The Java that runs this, and whether it may call native code, as DuckDB needs.
record JavaCheck() implements Check {
  private static final int NEEDED = 25;

  @Override
  public String name() {
    return "java";
  }

  @Override
  public Finding look() {
    Runtime.Version version = Runtime.version();
    String java = "Java " + version + " of " + System.getProperty("java.vendor");
    if (version.feature() != NEEDED) {
      return new Finding.Problem(
          java + " is not the version that is tested.", "Let JAVA_HOME name a JDK " + NEEDED + ".");
    }
    try {
      if (nativeProcessId() == ProcessHandle.current().pid()) {
        return new Finding.Fine(java + ", native calls work.");
      }
      return refused(java, "a native call answers nonsense");
    } catch (Throwable failure) {
      return refused(java, failure.toString());
    }
  }

  private static Finding refused(String java, String reason) {
    return new Finding.Problem(
        java + " cannot call native code: " + reason + ".",
        "Start by ./altertable, which passes --enable-native-access=ALL-UNNAMED.");
  }

  private static long nativeProcessId() throws Throwable {
    Linker linker = Linker.nativeLinker();
    return (int)
        linker
            .downcallHandle(
                linker.defaultLookup().findOrThrow("getpid"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT))
            .invokeExact();
  }
}
