package ai.altertable.launcher;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/// Compiles a class that depends on another module, in a directory of its own.
final class ForbiddenClasses {
  private ForbiddenClasses() {}

  /// @param from the package of the class
  /// @param to a module's name, or a package outside of the product
  static JavaClasses compile(String from, String to) throws IOException {
    Path directory = Files.createTempDirectory("forbidden");
    String target = to.contains(".") ? to : "ai.altertable." + to;
    Path other = write(directory, target, "public final class Other {}");
    Path one = write(directory, from, "final class One { " + target + ".Other other; }");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", directory.toString(), other.toString(), one.toString());
    if (status != 0) {
      throw new IllegalStateException("the example does not compile");
    }
    return new ClassFileImporter().importPath(directory);
  }

  private static Path write(Path directory, String name, String declaration) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("src").resolve(name));
    String type = declaration.contains("Other {}") ? "Other" : "One";
    return Files.writeString(
        folder.resolve(type + ".java"), "package " + name + ";\n" + declaration + "\n");
  }
}
