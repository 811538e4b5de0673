package ai.altertable.worker.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.fleet.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DiskOutboxTest {
  private static final OutboxSize SMALL = new OutboxSize(16 << 10, 8);

  @TempDir private Path root;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1000));

  private DiskOutbox open(Path directory, OutboxSize size) {
    InstantSource clock = now::get;
    return DiskOutbox.open(
        clock, directory, size, (begun, sign) -> begun + " lost at " + sign.getEpochSecond());
  }

  private DiskOutbox open(OutboxSize size) {
    return open(root.resolve("outbox"), size);
  }

  private static Report report(int number) {
    return new Report(new UUID(7, number), "report " + number);
  }

  private static List<Report> all(DiskOutbox outbox) {
    List<Report> all = new ArrayList<>();
    outbox.unsent(all::add);
    return all;
  }

  private static List<Report> peek(DiskOutbox outbox, int max) throws InterruptedException {
    return outbox.peek(max, Duration.ZERO);
  }

  private static List<UUID> ids(List<Report> reports) {
    return reports.stream().map(Report::id).toList();
  }

  @Test
  void reportsComeInTheirOrderUntilTheyAreStored() throws Exception {
    try (DiskOutbox outbox = open(SMALL)) {
      IntStream.range(0, 10).forEach(i -> outbox.add(report(i)));

      assertThat(peek(outbox, 3)).containsExactly(report(0), report(1), report(2));
      assertThat(peek(outbox, 2)).containsExactly(report(0), report(1));
      outbox.stored(List.of(report(1).id(), report(9).id(), UUID.randomUUID()));
      assertThat(peek(outbox, 3)).containsExactly(report(0), report(2), report(3));
      assertThat(outbox.figures().reportsWaiting()).isEqualTo(9);
      outbox.stored(ids(peek(outbox, 100)));
      assertThat(peek(outbox, 1)).isEmpty();
      assertThat(outbox.figures()).isEqualTo(new OutboxFigures(0, 0, 0));
    }
  }

  @Test
  void whoWaitsGetsWhatArrives() throws Exception {
    try (DiskOutbox outbox = open(SMALL);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<List<Report>> waiting = thread.submit(() -> outbox.peek(5, Duration.ofMinutes(1)));
      Thread.sleep(20);
      outbox.add(report(1));
      assertThat(waiting.get()).containsExactly(report(1));
    }
  }

  @Test
  void whatIsNotStoredComesAgainAfterARestart() throws Exception {
    try (DiskOutbox outbox = open(SMALL)) {
      IntStream.range(0, 500).forEach(i -> outbox.add(report(i)));
      outbox.stored(ids(peek(outbox, 180)));
    }
    try (DiskOutbox outbox = open(SMALL)) {
      List<Report> again = peek(outbox, 1000);
      assertThat(again).hasSize(320).startsWith(report(180)).endsWith(report(499));
      outbox.stored(ids(again));
    }
    try (DiskOutbox outbox = open(SMALL)) {
      assertThat(peek(outbox, 1000)).isEmpty();
    }
  }

  @Test
  void whatHadBegunIsReportedAfterARestart() throws Exception {
    try (DiskOutbox outbox = open(SMALL)) {
      outbox.end(outbox.begin(new UUID(1, 1), "one"), "one ended");
      outbox.begin(new UUID(1, 2), "two");
    }
    now.set(Instant.ofEpochSecond(9000));
    try (DiskOutbox outbox = open(SMALL)) {
      assertThat(peek(outbox, 10))
          .containsExactly(
              new Report(new UUID(1, 1), "one ended"),
              new Report(new UUID(1, 2), "two lost at 1000"));
    }
    try (DiskOutbox outbox = open(SMALL)) {
      assertThat(ids(peek(outbox, 10))).containsExactly(new UUID(1, 1), new UUID(1, 2));
    }
  }

  /// What runs for long must not keep all files from its beginning on.
  @Test
  void longOneIsNotedAnewWhenTheFilesOfItsTimeGo() throws Exception {
    try (DiskOutbox outbox = open(SMALL)) {
      outbox.begin(new UUID(1, 1), "long");
      Mark other = outbox.begin(new UUID(1, 2), "other");
      for (int i = 0; i < 3000; i++) {
        outbox.add(report(i));
        if (i % 50 == 49) {
          outbox.stored(ids(peek(outbox, 1000)));
        }
      }
      outbox.end(other, "other ended");
      assertThat(outbox.figures().reportsDropped()).isZero();
      outbox.stored(ids(peek(outbox, 1000)));
    }
    try (DiskOutbox outbox = open(SMALL)) {
      assertThat(peek(outbox, 10)).containsExactly(new Report(new UUID(1, 1), "long lost at 1000"));
    }
  }

  @Test
  void oldestGoWhenAllRoomIsTaken() throws Exception {
    OutboxSize size = new OutboxSize(8 << 10, 4);
    try (DiskOutbox outbox = open(size)) {
      IntStream.range(0, 2000).forEach(i -> outbox.add(report(i)));

      OutboxFigures figures = outbox.figures();
      List<Report> left = peek(outbox, 5000);
      assertThat(figures.reportsWaiting()).isEqualTo(left.size()).isGreaterThan(200);
      assertThat(figures.reportsDropped()).isEqualTo(2000 - left.size());
      assertThat(left)
          .containsExactlyElementsOf(
              IntStream.range(2000 - left.size(), 2000).mapToObj(DiskOutboxTest::report).toList());
      assertThat(figures.bytesWaiting()).isLessThan(4 * (8 << 10));
      assertThat(bytesOnDisk(root.resolve("outbox"))).isLessThanOrEqualTo(4 * (8 << 10));
      outbox.stored(ids(left));
      assertThat(outbox.figures().reportsWaiting()).isZero();
    }
  }

  private static long bytesOnDisk(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void reportThatFitsIntoNoFileIsDropped() throws Exception {
    try (DiskOutbox outbox = open(SMALL)) {
      outbox.add(new Report(new UUID(1, 1), "x".repeat(20_000)));
      outbox.add(report(1));

      assertThat(peek(outbox, 10)).containsExactly(report(1));
      assertThat(outbox.figures().reportsDropped()).isEqualTo(1);
    }
  }

  @Test
  void directoryHasOneUserAtATime() {
    try (DiskOutbox _ = open(SMALL)) {
      assertThatThrownBy(() -> open(SMALL)).hasMessageContaining("used by another worker");
    }
    open(SMALL).close();
  }

  @Test
  void manyWritersLoseAndDoubleNothing() throws Exception {
    int writers = 6;
    int each = 800;
    Set<UUID> delivered = ConcurrentHashMap.newKeySet();
    try (DiskOutbox outbox = open(new OutboxSize(64 << 10, 32));
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int from = writer * each;
        work.add(() -> {
          for (int i = from; i < from + each; i++) {
            outbox.end(outbox.begin(report(i).id(), "begun " + i), report(i).text());
          }
          return true;
        });
      }
      work.add(() -> {
        while (delivered.size() < writers * each) {
          List<Report> some = outbox.peek(70, Duration.ofSeconds(20));
          for (Report one : some) {
            assertThat(one).isEqualTo(report((int) one.id().getLeastSignificantBits()));
            assertThat(delivered.add(one.id())).isTrue();
          }
          outbox.stored(ids(some));
        }
        return true;
      });
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
      assertThat(outbox.figures()).isEqualTo(new OutboxFigures(0, 0, 0));
    }
    try (DiskOutbox outbox = open(SMALL)) {
      assertThat(all(outbox)).isEmpty();
    }
  }

  /// What an outbox should hold.
  private static final class Model {
    final Map<UUID, String> waiting = new LinkedHashMap<>();
    final Map<Mark, UUID> open = new LinkedHashMap<>();
    final Set<UUID> stored = new HashSet<>();

    Set<UUID> expected() {
      Set<UUID> expected = new HashSet<>(waiting.keySet());
      expected.addAll(open.values());
      return expected;
    }

    void step(DiskOutbox outbox, Random random, int step) throws InterruptedException {
      UUID id = new UUID(random.nextLong(), step);
      String text = "é".repeat(1 + random.nextInt(200)) + step;
      int choice = random.nextInt(10);
      if (choice < 4) {
        open.put(outbox.begin(id, text), id);
      } else if (choice < 7 && !open.isEmpty()) {
        Mark mark = open.keySet().stream().skip(random.nextInt(open.size())).findFirst().get();
        outbox.end(mark, text);
        waiting.put(open.remove(mark), text);
      } else if (choice < 9) {
        outbox.add(new Report(id, text));
        waiting.put(id, text);
      } else {
        List<UUID> peeked = ids(outbox.peek(1 + random.nextInt(20), Duration.ZERO));
        List<UUID> some = peeked.stream().filter(_ -> random.nextInt(8) > 0).toList();
        outbox.stored(some);
        stored.addAll(some);
        waiting.keySet().removeAll(some);
      }
    }
  }

  /// The files of a process that is killed are those that its memory was mapped from.
  private static void copy(Path from, Path to) throws IOException {
    while (!copied(from, to)) {
      for (Path half : segments(to)) {
        Files.delete(half);
      }
    }
  }

  /// A process that lives may delete files meanwhile.
  private static boolean copied(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    List<Path> files = segments(from);
    try {
      for (Path file : files) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (NoSuchFileException deleted) {
      return false;
    }
    return segments(from).equals(files);
  }

  private static List<Path> segments(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".segment")).sorted().toList();
    }
  }

  private Set<UUID> reopened(Path directory) {
    try (DiskOutbox outbox = open(directory, new OutboxSize(16 << 10, 200))) {
      List<UUID> ids = ids(all(outbox));
      assertThat(ids).doesNotHaveDuplicates();
      return new HashSet<>(ids);
    }
  }

  @Test
  void killedAtAnyMomentItHoldsJustWhatWasNotStored() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int life = 0; life < 12; life++) {
      Model model = new Model();
      Path directory = root.resolve("life-" + life);
      try (DiskOutbox outbox = open(directory, new OutboxSize(16 << 10, 200))) {
        int steps = random.nextInt(900);
        for (int step = 0; step < steps; step++) {
          model.step(outbox, random, step);
        }
        assertThat(outbox.figures().reportsDropped()).isZero();
        copy(directory, root.resolve("killed-" + life));
      }
      assertThat(reopened(root.resolve("killed-" + life)))
          .as("seed %s life %s", seed, life)
          .isEqualTo(model.expected());
    }
  }

  @Test
  void tornTailLosesNothingBeforeIt() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path directory = root.resolve("whole");
    List<Report> reports = new ArrayList<>();
    try (DiskOutbox outbox = open(directory, new OutboxSize(16 << 10, 200))) {
      for (int i = 0; i < 150; i++) {
        reports.add(new Report(new UUID(1, i), "x".repeat(1 + random.nextInt(300))));
        outbox.add(reports.getLast());
      }
      copy(directory, root.resolve("copy"));
    }
    Path last = lastWritten(root.resolve("copy"));
    byte[] whole = Files.readAllBytes(last);
    for (int round = 0; round < 40; round++) {
      Path torn = root.resolve("torn-" + round);
      copy(root.resolve("copy"), torn);
      int at = random.nextInt(whole.length + 1);
      byte[] kept = Arrays.copyOf(Arrays.copyOf(whole, at), round % 2 == 0 ? at : whole.length);
      Files.write(torn.resolve(last.getFileName()), kept);

      List<Report> left;
      try (DiskOutbox outbox = open(torn, new OutboxSize(16 << 10, 200))) {
        left = all(outbox);
      }

      assertThat(left)
          .as("seed %s, torn at %s", seed, at)
          .isEqualTo(reports.subList(0, left.size()));
      int lost =
          reports.subList(left.size(), reports.size()).stream()
              .mapToInt(DiskOutboxTest::bytes)
              .sum();
      int written = written(whole);
      int first = left.size() < reports.size() ? bytes(reports.get(left.size())) : 0;
      assertThat(written - lost + first)
          .as("seed %s, torn at %s", seed, at)
          .isGreaterThan(Math.min(at, written) - 1);
    }
  }

  private static int bytes(Report report) {
    return RecordFormat.size(report.text().length());
  }

  /// The last file that has anything in it: the spare one is empty.
  private static Path lastWritten(Path directory) throws IOException {
    List<Path> files = new ArrayList<>(segments(directory));
    while (written(Files.readAllBytes(files.getLast())) <= Segment.FIRST) {
      files.removeLast();
    }
    return files.getLast();
  }

  /// Where the last byte that is not zero stands, up to a multiple of eight.
  private static int written(byte[] file) {
    int end = file.length;
    while (end > 0 && file[end - 1] == 0) {
      end--;
    }
    return (end + 7) & -8;
  }

  @Test
  void poisonedByteCostsOneReportAtMost() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Model model = new Model();
    Path directory = root.resolve("whole");
    try (DiskOutbox outbox = open(directory, new OutboxSize(16 << 10, 200))) {
      for (int step = 0; step < 400; step++) {
        model.step(outbox, random, step);
      }
      copy(directory, root.resolve("copy"));
    }
    for (int round = 0; round < 40; round++) {
      Path poisoned = root.resolve("poisoned-" + round);
      copy(root.resolve("copy"), poisoned);
      List<Path> files = segments(poisoned);
      Path file = files.get(random.nextInt(files.size()));
      byte[] bytes = Files.readAllBytes(file);
      int at = random.nextInt(Math.max(1, written(bytes)));
      bytes[at] = (byte) (bytes[at] ^ (1 << random.nextInt(8)));
      Files.write(file, bytes);

      Set<UUID> left = reopened(poisoned);

      Set<UUID> different = new HashSet<>(model.expected());
      different.removeAll(left);
      left.removeAll(model.expected());
      different.addAll(left);
      assertThat(different)
          .as("seed %s, byte %s of %s", seed, at, file.getFileName())
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void processThatIsKilledLosesNothingThatItHasSaid() throws Exception {
    Path directory = root.resolve("child");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OutboxChild.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long said = 0;
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < 2000; i++) {
        said = Long.parseLong(lines.readLine());
      }
      child.destroyForcibly();
      for (String line = lines.readLine(); line != null && !line.isEmpty(); ) {
        said = Math.max(said, parse(line, said));
        line = lines.readLine();
      }
    } catch (IOException closed) {
      // The rest of what it said is gone with it.
      assertThat(said).isPositive();
    } finally {
      child.destroyForcibly().waitFor();
    }

    Map<UUID, String> found = new LinkedHashMap<>();
    try (DiskOutbox outbox = open(directory, new OutboxSize(64 << 10, 512))) {
      outbox.unsent(report -> found.put(report.id(), report.text()));
    }
    for (long n = 1; n <= said; n++) {
      assertThat(found).containsEntry(new UUID(1, n), "report " + n);
      assertThat(found.get(new UUID(2, n)))
          .satisfiesAnyOf(
              text -> assertThat(text).startsWith("ended "),
              text -> assertThat(text).startsWith("begun ").contains(" lost at "));
    }
    assertThat(found.values())
        .filteredOn(text -> text.contains("lost"))
        .hasSizeLessThanOrEqualTo(1);
  }

  /// The last line may be cut.
  private static long parse(String line, long before) {
    long number = Long.parseLong(line);
    return number == before + 1 ? number : before;
  }
}
