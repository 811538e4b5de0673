package ai.altertable.rest.upload;

import ai.altertable.foundation.lifecycle.DataSize;
import java.nio.file.Path;

/// Where uploaded files wait to be loaded.
///
/// @param directory of this worker's own: uploads that an earlier process left there are deleted
/// @param reserve what uploads leave free on its disk
public record StagingConfig(Path directory, DataSize reserve) {
  public static StagingConfig in(Path directory) {
    return new StagingConfig(directory, DataSize.ofMebibytes(1024));
  }
}
