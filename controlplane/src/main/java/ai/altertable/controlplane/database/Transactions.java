package ai.altertable.controlplane.database;

import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;

/// Runs work on a database, each piece in a transaction of its own; work within work joins the
/// outer transaction. Safe for use by several threads, which it blocks.
///
/// Every method throws [ai.altertable.foundation.error.PlatformException]: METADATA_UNAVAILABLE,
/// which is worth repeating, while PostgreSQL is away.
public final class Transactions {
  private final Jdbi jdbi;

  public Transactions(DataSource source) {
    this.jdbi = Jdbi.create(source);
    // Jdbi's own rendering repeats the values bound to a statement.
    jdbi.configure(
        StatementExceptions.class,
        exceptions -> exceptions.setMessageRendering(StatementExceptions.MessageRendering.NONE));
  }

  public <T> T call(Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(work::apply);
    } catch (RuntimeException failure) {
      throw DatabaseErrors.translate(failure);
    }
  }

  public void run(Consumer<Handle> work) {
    call(handle -> {
      work.accept(handle);
      return true;
    });
  }

  /// As [#call], while no other transaction on this database does work of the same name, in this
  /// process or another.
  public <T> T callAlone(String workName, Function<Handle, T> work) {
    return call(handle -> {
      handle
          .createQuery("select pg_advisory_xact_lock(hashtextextended(:work, 0))")
          .bind("work", workName)
          .mapTo(String.class)
          .list();
      return work.apply(handle);
    });
  }

  /// As [#run], alone as in [#callAlone].
  public void runAlone(String workName, Consumer<Handle> work) {
    callAlone(
        workName,
        handle -> {
          work.accept(handle);
          return true;
        });
  }
}
