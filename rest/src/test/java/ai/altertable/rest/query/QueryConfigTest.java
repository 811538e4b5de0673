package ai.altertable.rest.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.lifecycle.DataSize;
import org.junit.jupiter.api.Test;

class QueryConfigTest {
  @Test
  void recordedDefaults() {
    assertThat(QueryConfig.of("w"))
        .isEqualTo(
            new QueryConfig(
                "w",
                DataSize.ofMebibytes(16),
                DataSize.ofMebibytes(10),
                DataSize.ofMebibytes(256),
                ColumnHeaderChoice.AUTO));
  }

  @Test
  void badValuesAreRefusedByName() {
    DataSize fine = DataSize.ofMebibytes(1);
    for (DataSize wrong : new DataSize[] {new DataSize(0), DataSize.ofMebibytes(2048)}) {
      assertThatThrownBy(() -> new QueryConfig("w", wrong, fine, fine, ColumnHeaderChoice.AUTO))
          .hasMessageContaining("request-bytes-max");
      assertThatThrownBy(() -> new QueryConfig("w", fine, fine, wrong, ColumnHeaderChoice.AUTO))
          .hasMessageContaining("row-bytes-max");
    }
  }
}
