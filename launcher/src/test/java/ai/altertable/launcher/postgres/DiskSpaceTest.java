package ai.altertable.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.StartupFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
  @TempDir Path directory;

  @Test
  void lackOfSpaceTellsWhatIsThereAndWhatIsNeeded() {
    assertThatThrownBy(
            () -> DiskSpace.require(directory, new DataSize(Long.MAX_VALUE), "everything"))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("everything needs 8796093022207 MiB");
    assertThatCode(() -> DiskSpace.require(directory, new DataSize(1), "nothing"))
        .doesNotThrowAnyException();
  }
}
