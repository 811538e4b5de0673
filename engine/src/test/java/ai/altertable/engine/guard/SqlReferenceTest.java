package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlReferenceTest {
  private final String page = SqlReference.page();

  @Test
  void refusedFunctionsStandWithTheirReasons() {
    assertThat(page.lines())
        .filteredOn(line -> line.contains("`read_csv`"))
        .singleElement()
        .asString()
        .contains("reads or writes files");
    assertThat(page).contains("`lake.set_commit_message`").doesNotContain("`sum`", "`__postfix`");
  }

  @Test
  void conditionsAndSettingsAreTold() {
    assertThat(page)
        .contains(
            "| `query` | with a plain string, whose SQL is looked at like any other |",
            "`query_table` | with plain strings",
            "`timezone`",
            "`CALL ducklake_expire_snapshots('lake', …)`: `ducklake_cleanup_old_files`");
  }
}
