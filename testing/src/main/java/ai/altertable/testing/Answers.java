package ai.altertable.testing;

import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.PreparedQuery;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.Rows;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/// Runs SQL on a session and reads the answer whole, for small answers in tests.
public final class Answers {
  private Answers() {}

  /// Runs a text's statements; gives the last one's rows, each value as text.
  public static List<List<String>> rows(Session session, String sql) {
    return rows(session, sql, ExecuteOptions.DEFAULT);
  }

  public static List<List<String>> rows(Session session, String sql, ExecuteOptions options) {
    List<List<String>> answer = List.of();
    for (Statement statement : session.split(sql)) {
      try (PreparedQuery query = session.prepare(statement);
          QueryResult result = query.execute(Bindings.NONE, options)) {
        answer = read(result);
      }
    }
    return answer;
  }

  /// The single value of a single row.
  public static String value(Session session, String sql) {
    return rows(session, sql).getFirst().getFirst();
  }

  public static List<List<String>> read(QueryResult result) {
    return switch (result) {
      case QueryResult.Changed(long changed) -> List.of(List.of(Long.toString(changed)));
      case QueryResult.Done _ -> List.of();
      case Rows rows -> readAll(rows);
    };
  }

  private static List<List<String>> readAll(Rows rows) {
    List<List<String>> all = new ArrayList<>();
    for (VectorSchemaRoot batch = rows.next(); batch != null; batch = rows.next()) {
      for (int row = 0; row < batch.getRowCount(); row++) {
        List<String> values = new ArrayList<>();
        for (FieldVector vector : batch.getFieldVectors()) {
          values.add(String.valueOf(vector.getObject(row)));
        }
        all.add(values);
      }
    }
    return all;
  }

  /// Counts the rows of a stream.
  public static long count(Rows rows) {
    long count = 0;
    for (VectorSchemaRoot batch = rows.next(); batch != null; batch = rows.next()) {
      count += batch.getRowCount();
    }
    return count;
  }
}
