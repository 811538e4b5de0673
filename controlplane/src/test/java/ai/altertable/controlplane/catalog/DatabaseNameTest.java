package ai.altertable.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseNameTest {
  @ParameterizedTest
  @CsvSource({
    "lakehouse, lakehouse, lakehouse",
    "memory, memory, memory",
    "Sales EU, sales_eu, sales-eu",
    "acme-lakehouse, acme_lakehouse, acme-lakehouse",
    "Acme_Lakehouse, acme_lakehouse, acme-lakehouse",
    "_private, _private, private",
    "2024 Q1, _2024_q1, 2024-q1",
    "Crème brûlée!, creme_brulee, creme-brulee",
  })
  void nameGivesCatalogAndSlug(String name, String catalog, String slug) {
    assertThat(DatabaseName.of(name)).isEqualTo(new DatabaseName(name, slug, catalog));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "altertable",
        "Altertable",
        "system",
        "TEMP",
        "main",
        "pg_catalog",
        "PG Catalog",
        "information_schema",
        "__ducklake_metadata_lakehouse",
        "",
        "...",
        "东京",
        "a123456789012345678901234567890123456789012345678901234567890123",
        "_a12345678901234567890123456789012345678901234567890123456789012",
        "123456789012345678901234567890123456789012345678901234567890123",
      })
  void otherNamesAreRefused(String name) {
    assertThatThrownBy(() -> DatabaseName.of(name))
        .isInstanceOfSatisfying(
            PlatformException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
              assertThat(refused.getMessage()).contains("'" + name + "'");
            });
  }
}
