package ai.altertable.launcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which module may depend on which; the launcher, where all meet, on every one.
final class ModuleRules {
  private static final Map<String, Set<String>> ALLOWED =
      new TreeMap<>(
          Map.of(
              "foundation", Set.of(),
              "http", Set.of("foundation"),
              "link", Set.of("foundation"),
              "engine", Set.of("foundation"),
              "rest", Set.of("foundation", "http"),
              "gateway", Set.of("foundation", "http"),
              "controlplane", Set.of("foundation", "http"),
              "worker", Set.of("foundation", "engine", "http", "rest")));

  static final List<String> MODULES = List.copyOf(ALLOWED.keySet());

  private ModuleRules() {}

  static ArchRule allowedDependencies() {
    CompositeArchRule all = null;
    for (Map.Entry<String, Set<String>> module : ALLOWED.entrySet()) {
      ArchRule rule =
          noClasses()
              .that()
              .resideInAPackage(packageOf(module.getKey()))
              .should()
              .dependOnClassesThat(resideInAnyPackage(forbidden(module.getKey())))
              .allowEmptyShould(true);
      all = all == null ? CompositeArchRule.of(rule) : all.and(rule);
    }
    return all == null ? ArchRuleDefinition.classes().should().bePublic() : all;
  }

  static ArchRule onlyEngineKnowsDuckDb() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("engine"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.duckdb..", "ai.altertable.engine.capi..")
        .allowEmptyShould(true);
  }

  static ArchRule onlyLinkKnowsGrpc() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("link"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "ai.altertable.link.contract..")
        .allowEmptyShould(true);
  }

  /// HTTP is for any product: of the words all share it uses errors only.
  static ArchRule httpKnowsOnlyErrors() {
    return noClasses()
        .that()
        .resideInAPackage(packageOf("http"))
        .should()
        .dependOnClassesThat(
            resideInAPackage(packageOf("foundation"))
                .and(resideOutsideOfPackage("ai.altertable.foundation.error..")))
        .allowEmptyShould(true);
  }

  private static String[] forbidden(String module) {
    List<String> packages = new ArrayList<>(List.of("ai.altertable.launcher.."));
    for (String other : MODULES) {
      if (!other.equals(module) && !ALLOWED.getOrDefault(module, Set.of()).contains(other)) {
        packages.add(packageOf(other));
      }
    }
    return packages.toArray(String[]::new);
  }

  private static String packageOf(String module) {
    return "ai.altertable." + module + "..";
  }
}
