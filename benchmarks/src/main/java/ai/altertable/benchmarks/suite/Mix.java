package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.measure.Series;
import ai.altertable.benchmarks.process.Done;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// 28 cheap statements and 7 heavy ones over TPC-H's tables, in an order that looks like chance and
/// is always the same.
final class Mix {
  private static final long SEED = 20_261_122;
  private static final int CHEAP = 28;

  private static final List<String> CHEAP_KINDS =
      List.of(
          "SELECT count(*), sum(o_totalprice) FROM orders WHERE o_custkey = %d",
          "SELECT l_returnflag, count(*) FROM lineitem WHERE l_orderkey BETWEEN %1$d AND %1$d + 2000"
              + " GROUP BY 1",
          "SELECT n_name, count(*) FROM customer JOIN nation ON c_nationkey = n_nationkey"
              + " WHERE c_custkey %% 100 = %d %% 100 GROUP BY 1 ORDER BY 2 DESC LIMIT 5",
          "SELECT p_brand, avg(p_retailprice) FROM part WHERE p_size = %d %% 50 GROUP BY 1");

  private static final List<String> HEAVY =
      List.of(
          "SELECT l_orderkey, sum(l_quantity) q FROM lineitem GROUP BY 1 ORDER BY q DESC, 1 LIMIT 10",
          "SELECT c_name, count(DISTINCT l_suppkey) FROM lineitem JOIN orders ON l_orderkey ="
              + " o_orderkey JOIN customer ON c_custkey = o_custkey GROUP BY 1 ORDER BY 2 DESC, 1"
              + " LIMIT 10",
          "SELECT count(*) FROM (SELECT l_partkey, l_suppkey, l_orderkey, row_number() OVER (PARTITION"
              + " BY l_partkey ORDER BY l_shipdate, l_orderkey) r FROM lineitem) WHERE r = 3",
          "SELECT max(l_comment), min(l_comment), count(DISTINCT l_comment) FROM lineitem",
          "SELECT * FROM lineitem ORDER BY l_extendedprice DESC, l_orderkey, l_linenumber LIMIT 5"
              + " OFFSET 3000000",
          "SELECT o_orderpriority, count(*) FROM orders WHERE EXISTS (SELECT 1 FROM lineitem a JOIN"
              + " lineitem b USING (l_orderkey) WHERE a.l_orderkey = o_orderkey AND a.l_suppkey <>"
              + " b.l_suppkey) GROUP BY 1 ORDER BY 1",
          "SELECT s_nationkey, quantile_cont(l_extendedprice, 0.5) FROM lineitem JOIN supplier ON"
              + " s_suppkey = l_suppkey GROUP BY 1 ORDER BY 1");

  private final List<Boolean> cheap = new ArrayList<>();
  private final List<String> statements = new ArrayList<>();

  Mix() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < CHEAP + HEAVY.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(SEED));
    for (int i : order) {
      cheap.add(i < CHEAP);
      statements.add(
          i < CHEAP
              ? CHEAP_KINDS.get(i % CHEAP_KINDS.size()).formatted(1 + i * 1_013)
              : HEAVY.get(i - CHEAP));
    }
  }

  List<String> statements() {
    return statements;
  }

  /// What the cheap ones took.
  Series cheap(List<Done> done) {
    return Series.of(
        done.stream()
            .filter(one -> cheap.get(one.statement()))
            .mapToDouble(Done::seconds)
            .toArray());
  }

  /// The time that one client alone would have taken for what was done.
  ///
  /// @param alone what it takes for each statement
  static double work(List<Done> done, List<Double> alone) {
    return done.stream().mapToDouble(one -> alone.get(one.statement())).sum();
  }
}
