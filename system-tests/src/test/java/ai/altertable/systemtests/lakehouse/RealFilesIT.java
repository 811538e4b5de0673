package ai.altertable.systemtests.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Duck;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.TestFiles;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Real files go in, are joined across schemas, and give the answers that DuckDB gives on the files
/// themselves, also after a restart.
@SystemTest
final class RealFilesIT {
  /// TPC-H's queries 1 and 6, and questions across the others.
  private static final List<String> QUESTIONS =
      List.of(
          """
          SELECT l_returnflag, l_linestatus, sum(l_quantity), sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)),
            count(*), min(l_shipdate)::VARCHAR, max(l_comment)
          FROM tpch.lineitem WHERE l_shipdate <= DATE '1998-09-02' GROUP BY ALL ORDER BY ALL
          """,
          """
          SELECT sum(l_extendedprice * l_discount) FROM tpch.lineitem
          WHERE l_shipdate >= DATE '1994-01-01' AND l_shipdate < DATE '1995-01-01'
            AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24
          """,
          """
          SELECT state, sum(count), count(DISTINCT destination), max(name)
          FROM traffic.flights JOIN geo.airports ON iata = origin GROUP BY state ORDER BY state
          """,
          """
          SELECT "Distributor", count(*), sum("Worldwide Gross"), max("Title"::VARCHAR)
          FROM culture.movies GROUP BY ALL HAVING count(*) > 5 ORDER BY ALL
          """,
          """
          SELECT "Origin", "Cylinders", count(*), max("Weight_in_lbs"), min("Year")::VARCHAR
          FROM culture.cars GROUP BY ALL ORDER BY ALL
          """,
          """
          SELECT m."Major Genre", count(*), (SELECT count(*) FROM tpch.lineitem WHERE l_tax > 0.05),
            (SELECT count(*) FROM geo.airports)
          FROM culture.movies m SEMI JOIN culture.cars c ON substr(m."Title"::VARCHAR, 2, 1) = upper(c."Name"[1])
          GROUP BY ALL ORDER BY ALL
          """);

  @Test
  void realFilesAnswerTheSameAsDuckDbAndAfterARestart(Program program, TestFiles files) {
    requireSameAnswers(program, files, "0.1");
  }

  @Test
  @Tag("slow")
  void lineitemOfScaleOneAnswersTheSameAsDuckDbAndAfterARestart(Program program, TestFiles files) {
    requireSameAnswers(program, files, "1");
  }

  private static void requireSameAnswers(Program program, TestFiles files, String scaleFactor) {
    Map<String, Path> tables = new LinkedHashMap<>();
    tables.put("tpch.lineitem", files.lineitem(scaleFactor));
    tables.put("geo.airports", files.dataSet("airports.csv"));
    tables.put("traffic.flights", files.dataSet("flights-airport.csv"));
    tables.put("culture.movies", files.dataSet("movies.json"));
    tables.put("culture.cars", files.dataSet("cars.json"));
    List<List<List<String>>> expected = duckDbSays(tables);
    Path data = program.newDirectory();
    try (RunningServer server = program.start(Launch.in(data))) {
      tables.forEach((table, file) -> upload(server.http(), table, file));
      assertThat(answers(server.http())).isEqualTo(expected);
    }
    try (RunningServer again = program.start(Launch.in(data))) {
      assertThat(answers(again.http())).isEqualTo(expected);
    }
  }

  private static List<List<List<String>>> duckDbSays(Map<String, Path> tables) {
    try (Duck duck = Duck.open()) {
      tables.forEach((table, file) -> {
        duck.run("CREATE SCHEMA IF NOT EXISTS " + table.substring(0, table.indexOf('.')));
        duck.run("CREATE TABLE " + table + " AS FROM '" + file + "'");
      });
      return QUESTIONS.stream().map(duck::rows).toList();
    }
  }

  private static void upload(Http http, String table, Path file) {
    int dot = table.indexOf('.');
    HttpResponse<String> response =
        http.upload(
            Map.of(
                "schema",
                table.substring(0, dot),
                "table",
                table.substring(dot + 1),
                "mode",
                "create"),
            file(file));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  private static BodyPublisher file(Path path) {
    try {
      return BodyPublishers.ofFile(path);
    } catch (FileNotFoundException missing) {
      throw new AssertionError(missing);
    }
  }

  private static List<List<List<String>>> answers(Http http) {
    return QUESTIONS.stream().map(question -> texts(http.query(question).orFail().rows())).toList();
  }

  private static List<List<String>> texts(List<JsonNode> rows) {
    List<List<String>> texts = new ArrayList<>();
    for (JsonNode row : rows) {
      texts.add(StreamSupport.stream(row.spliterator(), false).map(JsonNode::asText).toList());
    }
    return texts;
  }
}
