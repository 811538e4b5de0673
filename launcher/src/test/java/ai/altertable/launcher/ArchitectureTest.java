package ai.altertable.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The arrows of ARCHITECTURE.md are the only dependencies between modules.
class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ai.altertable");

  @Test
  void modulesDependOnlyOnWhatTheyMay() {
    EvaluationResult result = ModuleRules.allowedDependencies().evaluate(PRODUCT);
    assertThat(result.getFailureReport().getDetails()).isEmpty();
  }

  @Test
  void onlyTheEngineKnowsDuckDb() {
    assertThat(
            ModuleRules.onlyEngineKnowsDuckDb().evaluate(PRODUCT).getFailureReport().getDetails())
        .isEmpty();
  }

  @Test
  void onlyTheLinkKnowsGrpc() {
    assertThat(ModuleRules.onlyLinkKnowsGrpc().evaluate(PRODUCT).getFailureReport().getDetails())
        .isEmpty();
  }

  @Test
  void httpKnowsErrorsAndNoOtherProductConcept() {
    assertThat(ModuleRules.httpKnowsOnlyErrors().evaluate(PRODUCT).getFailureReport().getDetails())
        .isEmpty();
  }

  @Test
  void packagesOfAModuleHaveNoCycles() {
    for (String module : ModuleRules.MODULES) {
      EvaluationResult result =
          SlicesRuleDefinition.slices()
              .matching("ai.altertable." + module + ".(*)..")
              .should()
              .beFreeOfCycles()
              .allowEmptyShould(true)
              .evaluate(PRODUCT);
      assertThat(result.getFailureReport().getDetails()).as(module).isEmpty();
    }
  }

  /// The test of the test: a module that breaks a rule is found.
  @ParameterizedTest
  @CsvSource({
    "ai.altertable.rest.forbidden, engine",
    "ai.altertable.controlplane.forbidden, engine",
    "ai.altertable.gateway.forbidden, controlplane",
    "ai.altertable.foundation.forbidden, rest",
  })
  void forbiddenDependencyIsFound(String from, String to) throws Exception {
    JavaClasses classes = ForbiddenClasses.compile(from, to);
    EvaluationResult result = ModuleRules.allowedDependencies().evaluate(classes);
    assertThat(result.hasViolation()).isTrue();
  }

  @Test
  void grantInTheHttpModuleIsFound() throws Exception {
    JavaClasses classes =
        ForbiddenClasses.compile(
            "ai.altertable.http.forbidden", "ai.altertable.foundation.identity");
    assertThat(ModuleRules.httpKnowsOnlyErrors().evaluate(classes).hasViolation()).isTrue();
  }

  @Test
  void grpcInTheControlPlaneIsFound() throws Exception {
    JavaClasses classes =
        ForbiddenClasses.compile(
            "ai.altertable.controlplane.forbidden", "ai.altertable.link.contract");
    assertThat(ModuleRules.onlyLinkKnowsGrpc().evaluate(classes).hasViolation()).isTrue();
  }

  @Test
  void driverOfDuckDbInTheControlPlaneIsFound() throws Exception {
    JavaClasses classes =
        ForbiddenClasses.compile("ai.altertable.controlplane.forbidden", "org.duckdb");
    assertThat(ModuleRules.onlyEngineKnowsDuckDb().evaluate(classes).hasViolation()).isTrue();
  }
}
