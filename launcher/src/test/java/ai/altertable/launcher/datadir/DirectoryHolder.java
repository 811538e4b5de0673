package ai.altertable.launcher.datadir;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/// A process that opens the data directory named by its argument, says so, and stays.
final class DirectoryHolder {
  private DirectoryHolder() {}

  public static void main(String[] arguments) throws InterruptedException {
    DataDirectory directory =
        DataDirectory.open(
            Path.of(arguments[0]), "1.0", InstantSource.system(), new SecureRandom());
    System.out.println(directory.path());
    Thread.sleep(Duration.ofMinutes(1));
    directory.close();
  }
}
