package ai.altertable.engine.capi;

import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.Parameter;
import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.StatementKind;
import ai.altertable.foundation.session.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One statement, as DuckDB keeps it prepared.
///
/// DuckDB plans a statement without parameters when it is prepared, with the statistics that its
/// tables have then, and never looks at them again: executed after the data has changed, such a
/// plan gives wrong rows (seen in 1.5.5 with its own tables, temporary ones included). So here it
/// is planned again once anything was executed on the connection since, and when it has grown old.
final class PreparedStatement implements NativeStatement {
  private static final long AGE_MAX_NANOS = Duration.ofSeconds(1).toNanos();

  /// A statement without any of these words has nothing to read.
  private static final Pattern READS =
      Pattern.compile("(?i)from|table|into|update|pivot|describe|summarize|show|call|copy");

  private final CApi api;
  private final Connection connection;
  private final String sql;
  private final StatementKind kind;
  private final List<Parameter> parameters;
  private final boolean planAges;
  private final long plannedAfter;
  private final long plannedAt;
  private long handle;

  /// Takes the statement over, also when this fails.
  PreparedStatement(CApi api, Connection connection, String sql, long handle) {
    this.api = api;
    this.connection = connection;
    this.sql = sql;
    this.handle = handle;
    try {
      this.kind = StatementKinds.of(api.statement().type.call(handle));
      this.parameters = readParameters(api, handle);
    } catch (RuntimeException | Error failure) {
      CApi.destroy(api.statement().destroyPrepared, handle);
      throw failure;
    }
    this.planAges = parameters.isEmpty() && READS.matcher(sql).find();
    this.plannedAfter = connection.executions();
    this.plannedAt = System.nanoTime();
  }

  @Override
  public StatementKind kind() {
    return kind;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public Optional<List<ResultColumn>> columns() {
    return readColumns().map(columns -> isOnlyOutcome(columns) ? List.of() : columns);
  }

  @Override
  public boolean bindsAgain() {
    return planAges
        && (connection.executions() != plannedAfter
            || System.nanoTime() - plannedAt > AGE_MAX_NANOS);
  }

  @Override
  public void bind(Bindings bindings) {
    List<Value> values = BoundValues.inOrder(parameters, bindings);
    api.statement().clearBindings.call(open());
    for (int i = 0; i < values.size(); i++) {
      bind(i + 1, values.get(i));
    }
  }

  @Override
  public Pending pendingStreaming() {
    return start(api.streaming().pendingStreaming);
  }

  @Override
  public Pending pending() {
    return start(api.statement().pending);
  }

  @Override
  public void close() {
    CApi.destroy(api.statement().destroyPrepared, handle);
    handle = 0;
  }

  private Pending start(Calls.Of2 starter) {
    if (bindsAgain()) {
      planAgain();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cell = arena.allocate(ValueLayout.JAVA_LONG);
      long stream = connection.nextStream();
      long state = starter.call(open(), cell.address());
      Pending pending = new Pending(api, connection, stream, cell.get(ValueLayout.JAVA_LONG, 0));
      if (state != 0) {
        throw pending.closeAfterFailure();
      }
      return pending;
    }
  }

  private void planAgain() {
    long old = open();
    try (Extracted extracted = Extracted.of(api, connection, sql)) {
      handle = extracted.prepare(0);
      CApi.destroy(api.statement().destroyPrepared, old);
    }
  }

  private void bind(long position, Value value) {
    long nativeValue = NativeValues.create(api, value);
    try {
      if (api.statement().bindValue.call(open(), position, nativeValue) != 0) {
        throw new IllegalStateException("DuckDB refused a value for parameter " + position);
      }
    } finally {
      CApi.destroy(api.value().destroy, nativeValue);
    }
  }

  private long open() {
    if (handle == 0) {
      throw new IllegalStateException("the statement is closed");
    }
    return handle;
  }

  private static List<Parameter> readParameters(CApi api, long handle) {
    long count = api.statement().parameterCount.call(handle);
    List<Parameter> read = new ArrayList<>((int) count);
    for (long i = 1; i <= count; i++) {
      String name = api.takeText(api.statement().parameterName.call(handle, i));
      long type = api.statement().parameterType.call(handle, i);
      read.add(new Parameter(name, LogicalTypes.takeKnown(api, type)));
    }
    return List.copyOf(read);
  }

  /// Empty when a column has no type yet: it hangs on a parameter's.
  private Optional<List<ResultColumn>> readColumns() {
    long count = api.statement().columnCount.call(open());
    List<ResultColumn> columns = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      String name = api.takeText(api.statement().columnName.call(handle, i));
      long type = api.statement().columnType.call(handle, i);
      Optional<SqlType> known = LogicalTypes.takeKnown(api, type);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      columns.add(new ResultColumn(name, known.get()));
    }
    return Optional.of(List.copyOf(columns));
  }

  /// Whether DuckDB describes no rows but the pseudo column of a statement that changes rows, or
  /// just succeeds.
  private boolean isOnlyOutcome(List<ResultColumn> columns) {
    if (kind == StatementKind.SELECT || columns.size() != 1) {
      return false;
    }
    ResultColumn only = columns.getFirst();
    return (only.name().equals("Count") && only.type() == SqlType.Simple.BIGINT)
        || (only.name().equals("Success") && only.type() == SqlType.Simple.BOOLEAN);
  }
}
