package ai.altertable.launcher.extension;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// DuckDB's own `INSTALL`, from its own site.
///
/// @param within a network that swallows packets must not hold up the start: an attempt that takes
///   longer is left to itself
record DuckDbInstall(Installer installer, ExtensionTarget target, Duration within)
    implements Source {
  @Override
  public String name() {
    return "DuckDB's INSTALL";
  }

  @Override
  public boolean slow() {
    return true;
  }

  @Override
  public Attempt bring(String extension, Path staging) throws InterruptedException {
    CompletableFuture<Attempt> done = new CompletableFuture<>();
    Thread installing =
        Thread.ofPlatform()
            .daemon()
            .name("install-" + extension)
            .start(() -> install(extension, staging, done));
    try {
      return done.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (TimeoutException late) {
      installing.interrupt();
      return new Attempt.Failed("it took longer than " + within.toSeconds() + " s");
    }
  }

  private void install(String extension, Path staging, CompletableFuture<Attempt> done) {
    try {
      installer.install(extension, staging);
      done.complete(new Attempt.Brought(target.file(staging, extension)));
    } catch (Exception failure) {
      done.complete(new Attempt.Failed(String.valueOf(failure.getMessage())));
    }
  }
}
