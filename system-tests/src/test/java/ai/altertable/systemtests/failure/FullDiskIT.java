package ai.altertable.systemtests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A disk that is full is told, costs nothing that was there, and holds up nothing that still fits.
/// The disk is one in memory that only the server sees, by a Linux namespace.
@SystemTest
final class FullDiskIT {
  private static final String DISK = "mount -t tmpfs -o size=400m none \"$0\"; exec \"$@\"";

  @Test
  void writesThatDoNotFitAreRefusedAndSmallOnesGoOn(Program program) throws IOException {
    Path disk = Files.createDirectory(program.newDirectory());
    Launch launch =
        Launch.in(disk.resolve("data"))
            .with("--disk-reserve", "1MiB")
            .behind(List.of("unshare", "-rm", "sh", "-ec", DISK, disk.toString()));
    try (RunningServer server = program.start(launch)) {
      Http http = server.http();
      http.query("CREATE TABLE small AS SELECT 1 AS a").orFail();
      Failure statement =
          http.query(
                  "CREATE TABLE big AS SELECT i, hash(i)::VARCHAR || hash(-i)::VARCHAR AS t FROM range(40000000) t(i)")
              .error();
      assertThat(statement.code()).as(statement.message()).isEqualTo("DISK_FULL");
      requireUploadRefused(http);
      assertThat(http.query("FROM big").error().code()).isEqualTo("TABLE_NOT_FOUND");
      assertThat(http.query("FROM big_upload").error().code()).isEqualTo("TABLE_NOT_FOUND");
      http.query("INSERT INTO small VALUES (2)").orFail();
      assertThat(http.query("FROM small ORDER BY a").texts()).containsExactly("[1]", "[2]");
    }
  }

  private static void requireUploadRefused(Http http) {
    byte[] block = "1,2,3,4,5,6,7,8,9,0\n".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
    Iterable<byte[]> blocks = Collections.nCopies(600, block);
    HttpResponse<String> upload =
        http.upload(
            Map.of("table", "big_upload", "mode", "create", "format", "csv"),
            BodyPublishers.ofByteArrays(blocks));
    assertThat(upload.statusCode()).isEqualTo(429);
    assertThat(Failure.ofResponse(upload).code()).isEqualTo("DISK_FULL");
  }
}
