package ai.altertable.launcher.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradesTest {
  private static final String FIRST_FORMAT =
      """
      {
        "format" : 1,
        "created_by" : "0.1.0",
        "created_at" : "2026-02-03T04:05:06Z",
        "state" : "ready"
      }
      """;

  @TempDir private Path path;
  private final List<String> done = new ArrayList<>();

  private Marker firstFormat() throws Exception {
    Files.writeString(path.resolve(Marker.FILE), FIRST_FORMAT);
    return Marker.read(path);
  }

  @Test
  void stepsLeadToThePresentFormat() {
    assertThat(Upgrades.ALL.newest()).isEqualTo(Marker.CURRENT_FORMAT);
  }

  @Test
  void directoryOfTheFirstFormatIsUpgradedAndKeepsWhatItIs() throws Exception {
    Files.writeString(path.resolve(Marker.FILE), FIRST_FORMAT);
    for (String part : Layout.ALL) {
      DurableFiles.createOwnerDirectory(path.resolve(part));
    }
    Files.write(path.resolve("keys/master.key"), new byte[32]);
    for (int start = 0; start < 2; start++) {
      try (DataDirectory data =
          DataDirectory.open(path, "2.0", () -> Instant.EPOCH, new SecureRandom())) {
        assertThat(data.ready()).isTrue();
        assertThat(data.metadata()).isEqualTo(MetadataPlace.EMBEDDED);
      }
    }
    assertThat(Marker.read(path))
        .isEqualTo(
            new Marker(
                Marker.CURRENT_FORMAT,
                "2.0",
                "0.1.0",
                Instant.parse("2026-02-03T04:05:06Z"),
                Marker.State.READY,
                MetadataPlace.EMBEDDED));
  }

  @Test
  void interruptedUpgradeGoesOnWithTheStepThatWasInterrupted() throws Exception {
    Marker marker = firstFormat();
    Upgrades cut =
        new Upgrades(
            List.of(
                _ -> done.add("one"),
                _ -> {
                  done.add("half of two");
                  throw new IOException("power cut");
                },
                _ -> done.add("three")));
    assertThatThrownBy(() -> cut.apply(path, marker, "2.0")).hasMessage("power cut");
    assertThat(Files.readString(path.resolve(Marker.FILE))).contains("\"format\" : 2");

    Upgrades whole =
        new Upgrades(List.of(_ -> done.add("one"), _ -> done.add("two"), _ -> done.add("three")));
    Marker after = whole.apply(path, marker.formatted(2, "2.0"), "2.1");
    assertThat(done).containsExactly("one", "half of two", "two", "three");
    assertThat(after.format()).isEqualTo(4);
    assertThat(after.formattedBy()).isEqualTo("2.1");
    assertThat(Files.readString(path.resolve(Marker.FILE))).contains("\"format\" : 4");
  }
}
