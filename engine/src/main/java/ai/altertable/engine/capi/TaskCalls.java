package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

/// Threads of ours that do a database's tasks.
final class TaskCalls {
  final Calls.Of1 createState;
  final Calls.Of1 execute;
  final Calls.Of1 finish;
  final Calls.Of1 destroyState;

  TaskCalls(Symbols symbols) {
    createState = symbols.of1("duckdb_create_task_state", JAVA_LONG);
    execute = symbols.of1("duckdb_execute_tasks_state", null);
    finish = symbols.of1("duckdb_finish_execution", null);
    destroyState = symbols.of1("duckdb_destroy_task_state", null);
  }
}
