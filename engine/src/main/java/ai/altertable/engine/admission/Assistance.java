package ai.altertable.engine.admission;

import ai.altertable.engine.EngineThreads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lends the processors that no statement drives to those that compute. Safe for use by several
/// threads.
///
/// A helper stays with its statement over pauses, in which it sleeps, until another one computes
/// that needs it more.
final class Assistance {
  private static final Logger LOG = LoggerFactory.getLogger(Assistance.class);

  private static final class Helped {
    private boolean computing;
    private final List<Assisted.Helper> helpers = new ArrayList<>();
  }

  private final int processors;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(EngineThreads.threads().name("engine-help-", 0).factory());

  // Guarded by this.
  private final Map<Admitted, Helped> statements = new LinkedHashMap<>();
  private int helpers;
  private int computing;

  Assistance(int processors) {
    this.processors = processors;
  }

  /// A statement computes, and could be helped.
  synchronized void compute(Admitted statement) {
    Helped helped = statements.computeIfAbsent(statement, key -> new Helped());
    if (!helped.computing) {
      helped.computing = true;
      computing++;
    }
    rebalance(statement, helped);
  }

  /// A statement does not compute for now.
  synchronized void rest(Admitted statement) {
    Helped helped = statements.get(statement);
    if (helped != null && helped.computing) {
      helped.computing = false;
      computing--;
    }
  }

  synchronized void end(Admitted statement) {
    Helped helped = statements.remove(statement);
    if (helped != null) {
      computing -= helped.computing ? 1 : 0;
      helped.helpers.forEach(this::dismiss);
    }
  }

  private void rebalance(Admitted statement, Helped mine) {
    int spare = Math.max(0, processors - computing);
    while (helpers > spare) {
      dismissOne(richest());
    }
    while (mine.helpers.size() < fairPart(spare) && (helpers < spare || takeOneFor(mine))) {
      Assisted.Helper helper = engage(statement.instance());
      if (helper == null) {
        return;
      }
      mine.helpers.add(helper);
    }
  }

  /// Of the spare processors, rounded up: the first to ask have the rest.
  private int fairPart(int spare) {
    return (spare + computing - 1) / Math.max(1, computing);
  }

  /// Takes a helper from a statement that rests, or has at least two more than this one.
  private boolean takeOneFor(Helped mine) {
    Helped richest = richest();
    if (richest.computing && richest.helpers.size() <= mine.helpers.size() + 1) {
      return false;
    }
    dismissOne(richest);
    return true;
  }

  /// One that rests and has a helper, else the one that has most of them.
  private Helped richest() {
    return statements.values().stream()
        .max(
            Comparator.comparing((Helped helped) -> !helped.computing && !helped.helpers.isEmpty())
                .thenComparingInt(helped -> helped.helpers.size()))
        .orElseThrow();
  }

  private void dismissOne(Helped helped) {
    dismiss(helped.helpers.removeLast());
  }

  private Assisted.@Nullable Helper engage(Assisted instance) {
    Assisted.Helper helper;
    try {
      helper = instance.helper();
    } catch (IllegalStateException closing) {
      LOG.debug("no help for an instance that ends", closing);
      return null;
    }
    helpers++;
    threads.execute(helper::work);
    return helper;
  }

  private void dismiss(Assisted.Helper helper) {
    helpers--;
    helper.dismiss();
  }
}
