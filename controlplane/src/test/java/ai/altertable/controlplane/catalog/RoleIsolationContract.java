package ai.altertable.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.ManagedDatabase.Login;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the roles of two managed databases may do to each other, to the platform and to their own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RoleIsolationContract {
  final TestPostgres postgres = TestPostgres.shared();
  private final CatalogFixture fixture = new CatalogFixture(FreshPlatforms.config(server()));
  private final Environment environment = fixture.environment("production");
  private ManagedDatabase sales = make("sales");
  private ManagedDatabase people = make("people");

  abstract PostgresServer server();

  private ManagedDatabase make(String name) {
    fixture.databases().createDatabase(environment, name);
    return fixture.databases().databases(environment).getLast();
  }

  @BeforeAll
  void fill() throws SQLException {
    // Twice, as at a second start.
    fixture.databases().provisionAll();
    sales = fixture.databases().databases(environment).getFirst();
    people = fixture.databases().databases(environment).getLast();
    run(sales.owner(), "create table ducklake_table (n int)");
    run(people.owner(), "create table secret_salaries (n int)");
    run(people.owner(), "insert into secret_salaries values (1)");
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void ownerDoesAsItLikesInItsSchema() throws SQLException {
    run(sales.owner(), "create table own (n int)");
    run(sales.owner(), "insert into own values (1), (2)");
    run(sales.owner(), "alter table own add column m int");
    run(sales.owner(), "drop table own");
  }

  @Test
  void readerSeesTablesMadeAfterItself() throws SQLException {
    run(sales.owner(), "create table later (n int)");
    run(sales.owner(), "insert into later values (42)");
    assertThat(read(sales.reader(), "select n from later")).isEqualTo("42");
    run(sales.owner(), "drop table later");
  }

  @Test
  void readerCannotWriteOrCreate() {
    String schema = sales.metadataSchema();
    for (String statement :
        new String[] {
          "insert into ducklake_table values (1)",
          "update ducklake_table set n = 2",
          "delete from ducklake_table",
          "truncate ducklake_table",
          "alter table ducklake_table add column m int",
          "drop table ducklake_table",
          "create table mine (n int)",
          "create view " + schema + ".mine as select 1",
          "create temporary table mine (n int)",
          "create schema mine",
        }) {
      // Read-only is the session's default, which it may change: rights must refuse too.
      assertRefused(sales.reader(), "set default_transaction_read_only = off", statement);
    }
  }

  @Test
  void readerCannotPassItsRightsOn() throws SQLException {
    // PostgreSQL only warns that nothing was granted.
    run(
        sales.reader(),
        "set default_transaction_read_only = off",
        "grant select on ducklake_table to " + people.owner().role());
    assertRefused(people.owner(), "select * from " + sales.metadataSchema() + ".ducklake_table");
    assertThat(
            read(
                sales.owner(),
                "select has_table_privilege('"
                    + people.owner().role()
                    + "', 'ducklake_table', 'select')"))
        .isEqualTo("f");
  }

  @Test
  void ownerOfAnotherDatabaseIsRefused() {
    String theirs = people.metadataSchema();
    for (String statement :
        new String[] {
          "select * from " + theirs + ".secret_salaries",
          "insert into " + theirs + ".secret_salaries values (2)",
          "drop table " + theirs + ".secret_salaries",
          "drop schema " + theirs + " cascade",
          "create table " + theirs + ".mine (n int)",
          "set role " + people.owner().role(),
          "set role " + people.reader().role(),
          "grant " + people.owner().role() + " to " + sales.owner().role(),
          "alter role " + people.owner().role() + " password 'mine'",
        }) {
      assertRefused(sales.owner(), statement);
    }
    assertRefused(sales.reader(), "select * from " + theirs + ".secret_salaries");
  }

  @Test
  void nobodyGetsBeyondItsSchema() {
    for (Login login : new Login[] {sales.owner(), sales.reader()}) {
      for (String statement :
          new String[] {
            "create table public.mine (n int)",
            "create schema mine",
            "create temporary table mine (n int)",
            "create role mine",
            "create database mine",
            "set role " + server().role(),
            "set session authorization " + server().role(),
            "select pg_read_file('postgresql.conf')",
            "copy (select 1) to program 'true'",
            "select rolpassword from pg_authid",
            "select * from pg_shadow",
            "select * from pg_hba_file_rules",
            "select pg_ls_dir('.')",
            "select pg_read_binary_file('/etc/hostname')",
            "select pg_stat_file('/etc/hostname')",
            "copy (select 1) to '/tmp/never'",
            "copy ducklake_table from '/etc/hostname'",
            "copy ducklake_table from program 'true'",
            "select lo_import('/etc/hostname')",
            "select lo_export(1, '/tmp/never')",
            "create function mine() returns int as 'libc' language c",
            "alter system set work_mem = '1GB'",
            "alter role current_user superuser",
            "alter role current_user connection limit -1",
            "alter database " + fixture.lakehouse() + " owner to current_user",
            "select pg_reload_conf()",
            "select pg_rotate_logfile()",
            "select pg_create_physical_replication_slot('mine')",
            "create publication mine for all tables",
            "create event trigger mine on ddl_command_start execute function f()",
            "grant pg_read_all_data to current_user",
            "grant pg_execute_server_program to current_user",
          }) {
        assertRefused(login, "set default_transaction_read_only = off", statement);
      }
    }
  }

  @Test
  void nobodyEndsWhatAnotherOneDoes() throws SQLException {
    try (Connection theirs = connect(people.owner());
        Statement busy = theirs.createStatement();
        ResultSet pid = busy.executeQuery("select pg_backend_pid()")) {
      assertThat(pid.next()).isTrue();
      for (String end : new String[] {"pg_terminate_backend", "pg_cancel_backend"}) {
        assertRefused(sales.owner(), "select " + end + "(" + pid.getInt(1) + ")");
        assertRefused(people.reader(), "select " + end + "(" + pid.getInt(1) + ")");
      }
    }
  }

  @Test
  void whatOthersAreDoingIsNotShown() throws SQLException {
    try (Connection theirs = connect(people.owner());
        Statement busy = theirs.createStatement()) {
      busy.execute("select 'their statement'");
      assertThat(
              read(
                  sales.owner(),
                  "select count(*) from pg_stat_activity where query like '%their' || ' statement%'"))
          .isEqualTo("0");
    }
  }

  /// PostgreSQL shows everybody the names of schemas, tables and roles. They are made of ids.
  @Test
  void namesThatPostgresShowsEverybodyTellNothing() throws SQLException {
    assertThat(
            read(
                sales.reader(), "select count(*) from pg_namespace where nspname ~ 'sales|people'"))
        .isEqualTo("0");
    assertThat(read(sales.reader(), "select count(*) from pg_roles where rolname ~ 'sales|people'"))
        .isEqualTo("0");
  }

  @Test
  void nobodyEntersThePlatformsDatabase() {
    for (Login login :
        new Login[] {sales.owner(), sales.reader(), people.owner(), people.reader()}) {
      assertThatThrownBy(() -> postgres.connect(fixture.platform(), login.role(), login.password()))
          .hasMessageContaining("permission denied for database");
    }
  }

  @Test
  void othersDoNotEnterTheLakehouse() {
    postgres.execute("postgres", "create role passer_by login password 'passer_by'");
    try {
      assertThatThrownBy(
              () -> postgres.connect(fixture.lakehouse(), "passer_by", new Secret("passer_by")))
          .hasMessageContaining("permission denied for database");
    } finally {
      postgres.execute("postgres", "drop role passer_by");
    }
  }

  @Test
  void settingsThatARoleHasChangedAreSetAnew() throws SQLException {
    run(
        sales.owner(),
        "alter role current_user set default_transaction_read_only = on",
        "alter role current_user in database "
            + fixture.lakehouse()
            + " set statement_timeout = 1");
    assertThat(read(sales.owner(), "show default_transaction_read_only")).isEqualTo("on");

    restoreRoles();

    assertThat(read(sales.owner(), "show default_transaction_read_only")).isEqualTo("off");
    assertThat(read(sales.owner(), "show statement_timeout")).isEqualTo("5min");
  }

  @Test
  void rolesThatNobodyHasChangedAreLeftAlone() {
    String password =
        "select rolpassword from pg_authid where rolname = '" + sales.owner().role() + "'";
    String before = postgres.text("postgres", password);

    restoreRoles();

    assertThat(postgres.text("postgres", password)).isEqualTo(before);
  }

  @Test
  void ownerTakesTheLeaseOfItsDatabaseAndNoOther() throws SQLException {
    try (Connection holder = connect(sales.owner());
        Statement holding = holder.createStatement()) {
      holding.execute("select lease.take()");
      run(people.owner(), "set lock_timeout = '1s'", "select lease.take()");
      assertThatThrownBy(
              () -> run(sales.owner(), "set lock_timeout = '50ms'", "select lease.take()"))
          .isInstanceOfSatisfying(
              SQLException.class, locked -> assertThat(locked.getSQLState()).isEqualTo("55P03"));
      holding.execute("select lease.give_back()");
      run(sales.owner(), "set lock_timeout = '1s'", "select lease.take()");
    }
    assertRefused(sales.reader(), "select lease.take()");
  }

  @Test
  void rolesHaveLimits() throws SQLException {
    assertThat(
            postgres.text(
                "postgres",
                "select rolconnlimit from pg_roles where rolname = '"
                    + sales.reader().role()
                    + "'"))
        .isEqualTo("160");
    assertThat(read(sales.owner(), "show statement_timeout")).isEqualTo("5min");
    assertThat(read(sales.owner(), "show idle_in_transaction_session_timeout")).isEqualTo("2h");
    assertThat(read(sales.owner(), "show search_path")).isEqualTo(sales.metadataSchema());
    assertThat(read(sales.reader(), "show default_transaction_read_only")).isEqualTo("on");
  }

  final void assertRefusedToAll(String statement) {
    for (Login login : new Login[] {sales.owner(), sales.reader()}) {
      assertRefused(login, "set default_transaction_read_only = off", statement);
    }
  }

  private void assertRefused(Login login, String... statements) {
    assertThatThrownBy(() -> run(login, statements))
        .as("%s: %s", login.role(), statements[statements.length - 1])
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
  }

  final ManagedDatabase sales() {
    return sales;
  }

  @Test
  void removedDatabaseLeavesNothing() throws Exception {
    ManagedDatabase gone = make("gone");
    Database database =
        fixture.databases().entries(environment).stream()
            .map(DatabaseEntry::database)
            .filter(one -> one.name().catalog().equals("gone"))
            .findFirst()
            .orElseThrow();
    List<String> removed = new ArrayList<>();
    try (Connection owner =
            postgres.connect(fixture.lakehouse(), gone.owner().role(), gone.owner().password());
        Statement statement = owner.createStatement()) {
      statement.execute("create table ducklake_table (id int)");
      assertThat(fixture.databases().remove(database)).isTrue();
      assertThat(fixture.databases().remove(database)).as("the second time").isFalse();
      assertThat(fixture.databases().databases(environment))
          .extracting(ManagedDatabase::name)
          .doesNotContain("gone");

      assertThat(fixture.removals().purge(Duration.ofMinutes(1), removed::add)).isZero();
      assertThat(removed).isEmpty();
      assertThat(fixture.removals().purge(Duration.ZERO, removed::add)).isOne();

      assertThat(removed).containsExactly(gone.dataPath());
      assertThat(owner.isValid(5)).as("who was still connected").isFalse();
    }
    assertThat(
            postgres.text(
                fixture.lakehouse(),
                "select count(*) from pg_namespace where nspname = '"
                    + gone.metadataSchema()
                    + "'"))
        .isEqualTo("0");
    assertThat(
            postgres.text(
                fixture.lakehouse(),
                "select count(*) from pg_roles where rolname like '"
                    + gone.metadataSchema()
                    + "%'"))
        .isEqualTo("0");
    assertThat(fixture.removals().purge(Duration.ZERO, removed::add)).isZero();
    restoreRoles();
    assertThat(make("gone").metadataSchema()).isNotEqualTo(gone.metadataSchema());
  }

  @Test
  void filesThatCannotBeRemovedAreTriedAgain() {
    make("stuck");
    Database database = fixture.databases().entries(environment).getLast().database();
    fixture.databases().remove(database);
    ObjectRemoval failing =
        _ -> {
          throw new IOException("no");
        };
    assertThat(fixture.removals().purge(Duration.ZERO, failing)).isZero();
    assertThat(fixture.removals().purge(Duration.ZERO, _ -> {})).isOne();
  }

  final void restoreRoles() {
    fixture.databases().restoreRoles();
  }

  final void run(Login login, String... statements) throws SQLException {
    try (Connection connection = connect(login);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private String read(Login login, String query) throws SQLException {
    try (Connection connection = connect(login);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private Connection connect(Login login) throws SQLException {
    return postgres.connect(fixture.lakehouse(), login.role(), login.password());
  }
}
