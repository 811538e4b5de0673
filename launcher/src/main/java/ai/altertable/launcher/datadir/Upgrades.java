package ai.altertable.launcher.datadir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How directories of older formats become of the present one: step by step, each from one format
/// to the next. A step may have been interrupted anywhere: the marker names the new format only
/// when its work is on the disk, and so the next start does it again.
///
/// @param steps the first one from format 1
record Upgrades(List<Step> steps) {
  private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);

  /// All that there are.
  static final Upgrades ALL = new Upgrades(List.of(Upgrades::sayWhereMetadataIs));

  /// What a directory of one format lacks to be of the next. Finds some or all of it done already.
  @FunctionalInterface
  interface Step {
    void apply(Path directory) throws IOException;
  }

  Upgrades {
    steps = List.copyOf(steps);
  }

  /// The format that they lead to.
  int newest() {
    return steps.size() + 1;
  }

  /// @param version of this server
  /// @return the marker as it is now
  Marker apply(Path directory, Marker marker, String version) throws IOException {
    Marker now = marker;
    while (now.format() < newest()) {
      steps.get(now.format() - 1).apply(directory);
      now = now.formatted(now.format() + 1, version);
      now.write(directory);
      LOG.info("the data directory {} has format {} now", directory, now.format());
    }
    return now;
  }

  /// 1 to 2: only the marker changes, so that older programs do not start an empty PostgreSQL where
  /// the metadata is elsewhere.
  private static void sayWhereMetadataIs(Path directory) {
    LOG.debug("{} has its metadata in the embedded PostgreSQL", directory);
  }
}
