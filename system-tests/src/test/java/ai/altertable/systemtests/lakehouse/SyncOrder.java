package ai.altertable.systemtests.lakehouse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a trace of system calls (`strace -f -yy`) tells of new Parquet files: in which line each
/// was written, synced, registered in a statement to PostgreSQL, and committed on that same
/// connection.
final class SyncOrder {
  private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
  private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)");
  private static final Pattern CREATED =
      Pattern.compile("(?:openat|open|creat)\\(.*O_CREAT.*= \\d+<([^<>]*\\.parquet)>.*");
  private static final Pattern WRITTEN =
      Pattern.compile("(?:write|pwrite64|writev|pwritev)\\(\\d+<([^<>]*\\.parquet)>.*");
  private static final Pattern SYNCED = Pattern.compile("f(?:data)?sync\\(\\d+<([^<>]*)>\\) += 0");
  private static final Pattern SENT =
      Pattern.compile("(?:sendto|sendmsg|write|writev)\\((\\d+)<(TCP[^>]*:\\[[^\\]]*\\])>, (.*)");

  /// Line numbers; 0 for what did not happen.
  ///
  /// @param lastWritten when its last bytes went out
  /// @param synced when an fsync after that had returned
  /// @param registered when its name went to PostgreSQL
  /// @param committed when the commit of that transaction went to PostgreSQL
  record NewFile(
      String path,
      int created,
      int lastWritten,
      int synced,
      int directorySynced,
      int registered,
      int committed) {}

  private record Sent(int line, String connection, String text) {}

  private final Map<String, Integer> created = new HashMap<>();
  private final Map<String, Integer> written = new HashMap<>();
  private final Map<String, List<Integer>> synced = new HashMap<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Map<String, String> unfinished = new HashMap<>();
  private final String port;

  private SyncOrder(int port) {
    this.port = "->127.0.0.1:" + port + "]";
  }

  /// The files that were created, in no order.
  static List<NewFile> of(Path trace, int postgresPort) throws IOException {
    SyncOrder order = new SyncOrder(postgresPort);
    List<String> lines = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < lines.size(); i++) {
      order.read(i + 1, lines.get(i));
    }
    return order.created.keySet().stream().map(order::file).toList();
  }

  /// A call that others interrupt in the trace counts when it begins as far as data goes out, and
  /// when it returns as far as it says that something is done.
  private void read(int number, String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      return;
    }
    String thread = parts.group(1);
    String call = parts.group(2);
    Matcher resumed = RESUMED.matcher(call);
    if (call.endsWith("<unfinished ...>")) {
      unfinished.put(thread, call.replace(" <unfinished ...>", ""));
      goesOut(number, call);
    } else if (resumed.matches()) {
      String begun = unfinished.remove(thread);
      isDone(number, (begun == null ? "" : begun) + resumed.group(2));
    } else {
      goesOut(number, call);
      isDone(number, call);
    }
  }

  private void goesOut(int number, String call) {
    Matcher message = SENT.matcher(call);
    if (message.matches() && message.group(2).contains(port)) {
      sent.add(new Sent(number, message.group(1) + message.group(2), message.group(3)));
    }
  }

  private void isDone(int number, String call) {
    Matcher creation = CREATED.matcher(call);
    if (creation.matches()) {
      created.put(creation.group(1), number);
    }
    Matcher write = WRITTEN.matcher(call);
    if (write.matches()) {
      written.put(write.group(1), number);
    }
    Matcher sync = SYNCED.matcher(call);
    if (sync.matches()) {
      synced.computeIfAbsent(sync.group(1), _ -> new ArrayList<>()).add(number);
    }
  }

  private NewFile file(String path) {
    int begin = created.getOrDefault(path, 0);
    int lastWritten = written.getOrDefault(path, begin);
    String name = path.substring(path.lastIndexOf('/') + 1);
    String directory = path.substring(0, path.lastIndexOf('/'));
    Sent registered =
        sent.stream()
            .filter(message -> message.line() > begin && message.text().contains(name))
            .findFirst()
            .orElse(new Sent(0, "", ""));
    int committed =
        sent.stream()
            .filter(message -> message.line() > registered.line())
            .filter(message -> message.connection().equals(registered.connection()))
            .filter(message -> message.text().contains("COMMIT"))
            .mapToInt(Sent::line)
            .findFirst()
            .orElse(0);
    return new NewFile(
        path,
        begin,
        lastWritten,
        firstAfter(lastWritten, path),
        firstAfter(begin, directory),
        registered.line(),
        committed);
  }

  private int firstAfter(int line, String path) {
    return synced.getOrDefault(path, List.of()).stream()
        .filter(sync -> sync > line)
        .findFirst()
        .orElse(0);
  }
}
