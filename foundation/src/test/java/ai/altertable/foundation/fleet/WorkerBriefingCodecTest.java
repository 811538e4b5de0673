package ai.altertable.foundation.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import ai.altertable.foundation.catalog.PostgresTls;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WorkerBriefingCodecTest {
  private static final WorkerBriefing BRIEFING =
      new WorkerBriefing(
          new Environment(new UUID(9, 9), "staging"),
          new Catalogs(
              new MetadataServer(
                  "db.example",
                  5432,
                  "lakehouse",
                  new PostgresTls(PostgresTls.Mode.VERIFY_FULL, Optional.of("/ca.pem"))),
              List.of(database("größe/\"x\""), database("sales"))),
          List.of(
              new GrantKeys.Key(GrantKeys.Owner.CONTROL_PLANE, "AAAA/+=="),
              new GrantKeys.Key(GrantKeys.Owner.GATEWAY, "BBBB")),
          List.of(new Revocation(new UUID(1, 1), 5), Revocation.ofAll(new UUID(2, 2))));

  private static ManagedDatabase database(String name) {
    return new ManagedDatabase(
        name,
        "lake_1",
        "/data/" + name + "/",
        new ManagedDatabase.Login("owner", new Secret("s3cret-" + name)),
        new ManagedDatabase.Login("reader", new Secret("s3cret")));
  }

  @Test
  void briefingSurvivesItsCodec() {
    assertThat(WorkerBriefingCodec.decode(WorkerBriefingCodec.encode(BRIEFING)))
        .isEqualTo(BRIEFING);
  }

  @Test
  void oneChangeIsOneEntry() {
    SortedMap<String, String> before = WorkerBriefingCodec.encode(BRIEFING).entries();
    var more =
        new WorkerBriefing(
            BRIEFING.environment(),
            BRIEFING.catalogs(),
            BRIEFING.signers(),
            List.of(new Revocation(new UUID(1, 1), 6), Revocation.ofAll(new UUID(2, 2))));

    assertThat(WorkerBriefingCodec.encode(more).entries().entrySet())
        .filteredOn(entry -> !before.entrySet().contains(entry))
        .hasSize(1);
  }

  @Test
  void entriesOfLaterVersionsAreLeftOut() {
    SortedMap<String, String> entries = new TreeMap<>();
    entries.putAll(WorkerBriefingCodec.encode(BRIEFING).entries());
    entries.put("connection/crm", "whatever");

    assertThat(WorkerBriefingCodec.decode(new Configuration(entries))).isEqualTo(BRIEFING);
  }

  @Test
  void malformedEntryIsNamedAndNotRepeated() {
    for (String name : WorkerBriefingCodec.encode(BRIEFING).entries().keySet()) {
      SortedMap<String, String> entries = new TreeMap<>();
      entries.putAll(WorkerBriefingCodec.encode(BRIEFING).entries());
      entries.put(name, "{\"s3cret");

      assertThatThrownBy(() -> WorkerBriefingCodec.decode(new Configuration(entries)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'")
          .hasMessageNotContaining("s3cret")
          .hasNoCause();
    }
  }
}
