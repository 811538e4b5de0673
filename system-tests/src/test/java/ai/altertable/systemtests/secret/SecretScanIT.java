package ai.altertable.systemtests.secret;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RawClient;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plants secrets wherever there can be any, lets good and bad things happen to a server, and looks
/// for the secrets wherever somebody else than their owner can look.
@SystemTest
final class SecretScanIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String ADMIN = "pw-Ad7!min/Zq+41";
  private static final String READER = "pw-Re4?der=Xk&52";
  private static final String ADDED = "pw-Add3d%Wv#63";
  private static final String CHANGED = "pw-Chang3d~Jn^74";
  private static final String WRONG = "pw-Wr0ng*Guess(85";
  private static final String KEY = "key-Of-Ev3nts-Gt96";
  private static final String KEYSTORE = "pw-K3ystore-Lm07";
  private static final String BEARER = "tok-Be4rer-Rs18";

  /// Typed into statements that are refused: their own client is told of them, nobody else.
  private static final String TYPED = "pw-Typ3d-In-Sql-Uv29";

  @TempDir private Path folder;

  private final List<Planted> secrets = new ArrayList<>();
  private final Map<String, String> answers = new TreeMap<>();
  private final StringBuilder said = new StringBuilder();

  private Path file(String name, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Path config() throws IOException {
    return file(
        "altertable.conf",
        "user = admin:%s\nreader = reader:%s\napi-key = %s\n".formatted(ADMIN, READER, KEY));
  }

  private void plant() {
    Map.of(
            "the administrator's password", ADMIN,
            "the reader's password", READER,
            "the password of an added user", ADDED,
            "a changed password", CHANGED,
            "a wrong password", WRONG,
            "the API key", KEY,
            "the keystore's password", KEYSTORE,
            "a bearer token", BEARER)
        .forEach((name, value) -> secrets.add(Planted.text(name, value)));
    for (String login : List.of("admin:" + ADMIN, "reader:" + READER, "admin:" + WRONG)) {
      secrets.add(Planted.text("a login", login));
    }
  }

  /// What the server makes by itself.
  private void plantWhatWasMade(RunningServer server) throws IOException {
    byte[] master = Files.readAllBytes(server.data().resolve("keys/master.key"));
    secrets.add(Planted.bytes("the master key", master));
    String superuser = server.postgres().password();
    secrets.add(Planted.text("the superuser's password", superuser));
    secrets.add(
        Planted.bytes("the superuser's password in bytes", HexFormat.of().parseHex(superuser)));
    List<String> roles = server.postgres().column("SELECT rolname FROM pg_roles WHERE rolcanlogin");
    assertThat(roles).hasSizeGreaterThan(2);
    roles.forEach(role ->
        secrets.add(Planted.text("the password of " + role, new DerivedKeys(master).ofRole(role))));
  }

  /// Starts for the first time, with a user and a key that the server makes up, and with TLS.
  private void firstStart(Program program, Path data) throws IOException {
    Path store = folder.resolve("store.p12");
    makeKeystore(store);
    Path password = file("keystore-password", KEYSTORE + "\n");
    Launch launch =
        Launch.bare(data)
            .with("--http-port", "0", "--tls-keystore", store.toString())
            .with("--tls-keystore-password-file", password.toString());
    try (RunningServer server = program.start(launch)) {
      String made = printed(server.output(), "password");
      secrets.add(Planted.text("the made password", made));
      secrets.add(Planted.text("the made API key", printed(server.output(), "API key")));
      String login = printed(server.output(), "user") + ":" + made;
      String query = server.http().base() + "/query";
      for (String user : List.of(login, "admin:" + WRONG)) {
        Path credentials = file("curl", "user = \"" + user + "\"\n");
        Finished curl =
            Finished.of(
                new ProcessBuilder(
                    "curl",
                    "-sSk",
                    "-K",
                    credentials.toString(),
                    query,
                    "-d",
                    "{\"statement\": \"SELECT 42\"}"),
                PATIENCE);
        answers.put("TLS as " + (user.equals(login) ? "the made user" : "nobody"), curl.said());
      }
    }
  }

  private void makeKeystore(Path store) {
    Finished.of(
            new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                KEYSTORE),
            PATIENCE)
        .orFail();
  }

  private static String printed(String output, String name) {
    Matcher line = Pattern.compile("(?m)^  " + name + " +(\\S+)$").matcher(output);
    assertThat(line.find()).as(name).isTrue();
    return line.group(1);
  }

  private Answer asked(Http http, String who, String statement) {
    Answer answer = http.query(statement);
    answers.put(who + ": " + statement, answer.text());
    return answer;
  }

  private void goodTraffic(Http admin, Http reader) {
    asked(
            admin,
            "admin",
            "CREATE TABLE t AS SELECT range AS i, 'row ' || range AS s FROM range(1000)")
        .orFail();
    asked(admin, "admin", "INSERT INTO t VALUES (1, 'one')").orFail();
    asked(reader, "reader", "SELECT count(*) FROM t").orFail();
    answers.put(
        "upload",
        admin
            .upload(
                Map.of(
                    "catalog",
                    "lakehouse",
                    "schema",
                    "main",
                    "table",
                    "u",
                    "mode",
                    "create",
                    "format",
                    "csv"),
                BodyPublishers.ofString("a,b\n1,2\n"))
            .body());
  }

  private void badTraffic(RunningServer server, Http admin, Http reader) {
    Http wrong = server.http("admin:" + WRONG);
    for (int i = 0; i < 5; i++) {
      answers.put("wrong password " + i, wrong.query("SELECT 1").text());
    }
    answers.put("unknown user", server.http("nobody:" + WRONG).query("SELECT 1").text());
    for (String header :
        List.of("Bearer " + BEARER, "Basic " + BEARER, "Basic !" + BEARER, BEARER)) {
      try (RawClient client = RawClient.connect(admin)) {
        answers.put(
            "header " + answers.size(),
            client
                .send(
                    "GET /query/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: %s\r\n\r\n"
                        .formatted(header))
                .readToEnd(PATIENCE));
      }
    }
    asked(reader, "reader", "INSERT INTO t VALUES (2, 'two')").error();
    for (String format : List.of("parquet", "csv", "json")) {
      answers.put(
          "broken upload " + format,
          admin
              .upload(
                  Map.of("table", "broken", "mode", "create", "format", format),
                  BodyPublishers.ofByteArray(new byte[] {0, 1, 2, (byte) 0xFF, 10, 34, 44}))
              .body());
    }
    answers.put("missing route", admin.get("/nothing").body());
    answers.put("wrong method", admin.get("/upload").body());
  }

  /// What they answer repeats the statement to whoever typed it, so it is not kept.
  private static void typedSecrets(Http http) {
    for (String statement :
        List.of(
            "CREATE SECRET s (TYPE postgres, HOST 'x', PASSWORD '%s')",
            "ATTACH 'host=127.0.0.1 port=1 dbname=x user=x password=%s' AS x (TYPE postgres)",
            "ATTACH 'ducklake:postgres:host=127.0.0.1 port=1 password=%s' AS y",
            "SELECT * FROM postgres_scan('host=127.0.0.1 port=1 password=%s', 'public', 't')",
            "SELECT * FROM read_csv('https://user:%s@127.0.0.1:1/x.csv')",
            "COPY t TO 's3://bucket/%s.parquet'",
            "SELEC '%s'",
            "SELECT CAST('%s' AS INTEGER)",
            "SELECT error('%s')",
            "SELECT * FROM \"%s\"")) {
      http.query(statement.formatted(TYPED)).error();
    }
  }

  private void disasters(RunningServer server, Http admin) {
    Proc worker = server.worker();
    worker.kill();
    Wait.until(
        PATIENCE,
        "another worker answers",
        () ->
            server.findWorker().filter(other -> other.pid() != worker.pid()).isPresent()
                && admin.query("SELECT 1").failure().isEmpty());
    server.postmaster().kill();
    for (int i = 0; i < 5; i++) {
      asked(admin, "while PostgreSQL is away " + i, "INSERT INTO t VALUES (3, 'three')");
    }
    Wait.until(
        PATIENCE,
        "PostgreSQL is back",
        () -> admin.query("INSERT INTO t VALUES (4, 'four')").failure().isEmpty());
  }

  private void commands(Program program, RunningServer server) throws IOException {
    String data = server.data().toString();
    Path added = file("added", ADDED + "\n");
    Path changed = file("changed", CHANGED + "\n");
    String login = "carol";
    say(program.run("user", "add", login, "--data-dir", data, "--password-file", added.toString()));
    say(
        program.run(
            "user",
            "set-password",
            login,
            "--data-dir",
            data,
            "--password-file",
            changed.toString()));
    say(program.run("user", "list", "--data-dir", data));
    say(
        program.run(
            "doctor", "--data-dir", data, "--config", config().toString(), "--http-port", "0"));
    server.http(login + ":" + ADDED).query("SELECT 1").error();
    server.http(login + ":" + CHANGED).query("SELECT 1").orFail();
  }

  private void say(Finished finished) {
    said.append(finished.said()).append('\n');
  }

  /// Every function and view that shows something of the server, of DuckDB and of PostgreSQL.
  private int introspection(Http http, String who) {
    TreeSet<String> names = new TreeSet<>();
    for (String sql :
        List.of(
            "SELECT DISTINCT function_name || '()' FROM duckdb_functions() WHERE function_type = 'table'"
                + " AND regexp_matches(function_name, '^(duckdb_|pragma_|pg_|ducklake_|which_|force_)')",
            "SELECT DISTINCT '\"' || database_name || '\".\"' || schema_name || '\".\"' || view_name || '\"'"
                + " FROM duckdb_views()",
            "SELECT DISTINCT '\"' || table_schema || '\".\"' || table_name || '\"' FROM information_schema.tables")) {
      Answer listed = http.query(sql);
      if (listed.failure().isEmpty()) {
        listed.rows().forEach(row -> names.add(row.get(0).asText()));
      }
    }
    names.addAll(
        List.of("duckdb_settings()", "duckdb_databases()", "duckdb_secrets()", "duckdb_logs()"));
    int shown = 0;
    for (String name : names) {
      Answer answer = asked(http, who, "SELECT * FROM " + name);
      shown += answer.failure().isEmpty() ? 1 : 0;
    }
    asked(http, who, "SELECT current_setting('secret_directory'), getenv('HOME')");
    answers.put(who + " metrics", http.get("/metrics").body());
    return shown;
  }

  private static void scanProcesses(Scanner scanner, RunningServer server) throws IOException {
    for (Proc process : server.processes()) {
      Path proc = Path.of("/proc", Long.toString(process.pid()));
      for (String file : List.of("cmdline", "environ")) {
        if (Files.isReadable(proc.resolve(file))) {
          scanner.scan(proc.resolve(file).toString(), Files.readAllBytes(proc.resolve(file)));
        }
      }
      assertThat(Files.readString(proc.resolve("limits")))
          .as("core dumps of %s", process)
          .containsPattern("Max core file size +0 ");
      Path counters =
          Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"), "" + process.pid());
      if (Files.exists(counters)) {
        scanner.scan(counters, List.of());
      }
    }
  }

  private static List<Path> keyFiles(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("keys"))) {
      return files.sorted().toList();
    }
  }

  @Test
  @Tag("slow")
  void secretsAreNowhereButInTheKeyFiles(Program program) throws IOException {
    Path data = program.newDirectory();
    plant();
    firstStart(program, data);
    Launch launch =
        Launch.bare(data)
            .with("--http-port", "0", "--config", config().toString(), "--log-format", "json");
    try (RunningServer server = program.start(launch)) {
      plantWhatWasMade(server);
      Http admin = server.http("admin:" + ADMIN);
      Http reader = server.http("reader:" + READER);
      goodTraffic(admin, reader);
      badTraffic(server, admin, reader);
      typedSecrets(admin);
      typedSecrets(reader);
      commands(program, server);
      disasters(server, admin);
      assertThat(introspection(admin, "admin")).isGreaterThan(20);
      assertThat(introspection(reader, "reader")).isGreaterThan(20);

      List<Path> keys = keyFiles(data);
      assertThat(keys)
          .extracting(file -> file.getFileName().toString())
          .containsExactly("master.key", "postgres-superuser");
      for (Path key : keys) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
            .isEqualTo("rw-------");
      }
      assertThat(server.postgres().column("SELECT coalesce(rolpassword, '') FROM pg_authid"))
          .allSatisfy(verifier -> assertThat(verifier).matches("|SCRAM-SHA-256\\$.*"));

      Scanner shown = new Scanner(secrets);
      answers.forEach(shown::scan);
      shown.scan("the server's output", server.output());
      shown.scan("what commands said", said.toString());
      assertThat(shown.leaks()).isEmpty();
      assertThat(shown.bytesSeen()).isGreaterThan(100_000);

      secrets.add(Planted.text("a secret typed into a statement", TYPED));
      Scanner kept = new Scanner(secrets);
      kept.scan(data, keys);
      scanProcesses(kept, server);
      assertThat(kept.leaks()).isEmpty();
      assertThat(kept.bytesSeen()).isGreaterThan(20L << 20);
      assertThat(logsHaveVerifiers(server)).isFalse();
    }
    Scanner left = new Scanner(secrets);
    left.scan(data, keyFiles(data));
    assertThat(left.leaks()).isEmpty();
  }

  /// Verifiers are the database's, and not for logs.
  private static boolean logsHaveVerifiers(RunningServer server) throws IOException {
    try (Stream<Path> logs = Files.list(server.data().resolve("logs"))) {
      for (Path log : logs.toList()) {
        if (Files.readString(log, StandardCharsets.ISO_8859_1).contains("SCRAM-SHA-256$")) {
          return true;
        }
      }
    }
    return false;
  }

  /// The test of the test.
  @Test
  void plantedLeakIsFoundInEveryForm() throws IOException {
    String secret = "pw-Pl4nted/Secret+x?30";
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    List<String> forms =
        List.of(
            secret,
            HexFormat.of().formatHex(bytes),
            HexFormat.of().withUpperCase().formatHex(bytes),
            URLEncoder.encode(secret, StandardCharsets.UTF_8),
            encoded(secret),
            encoded("x" + secret + "yy"),
            encoded("user:" + secret),
            encoded("ab" + secret));
    for (String form : forms) {
      Path tree = Files.createDirectories(folder.resolve("tree/deep"));
      Path leak = Files.writeString(tree.resolve("file.log"), "a line\nwith " + form + " in it\n");
      Scanner scanner = new Scanner(List.of(Planted.text("the secret", secret)));

      scanner.scan(folder.resolve("tree"), List.of());

      assertThat(scanner.leaks()).as(form).isNotEmpty();
      assertThat(scanner.leaks().getFirst()).contains("the secret", leak.toString());
      Scanner barred = new Scanner(List.of(Planted.text("the secret", secret)));
      barred.scan(folder.resolve("tree"), List.of(leak));
      assertThat(barred.leaks()).isEmpty();
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
