package ai.altertable.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a reader stumbles over and no compiler minds.
class TidyTest {
  private static final Checkout CHECKOUT = Checkout.ofThisModule();

  /// What a name that says nothing ends with, and what to say in its place.
  private static final Map<String, String> EMPTY_WORDS =
      new TreeMap<>(
          Map.of(
              "Manager", "what it does: Registry, Supervisor, Pool",
              "Helper", "the noun of what it makes or reads",
              "Util", "the noun that its methods are about",
              "Utils", "the noun that its methods are about",
              "Common", "the concept that is shared",
              "Base", "the concept; compose rather than inherit",
              "Impl", "what differs from other implementations",
              "Info", "what it tells: Status, Record, Description",
              "Data", "what the data is",
              "Processor", "the verb's noun: Encoder, Reader, Writer"));

  private static final Set<String> ROOT_FILES =
      Set.of(
          "ARCHITECTURE.md",
          "CHANGELOG.md",
          "CONTRIBUTING.md",
          "LICENSE",
          "README.md",
          "altertable",
          "bench",
          "build",
          "pom.xml");

  @Test
  void typesAreNamedAfterWhatTheyAre() throws IOException {
    List<String> wrong =
        CHECKOUT.javaFiles().stream()
            .map(path -> path.getFileName().toString().replace(".java", ""))
            .flatMap(type ->
                EMPTY_WORDS.entrySet().stream()
                    .filter(word -> type.endsWith(word.getKey()))
                    .map(word ->
                        type + ": instead of " + word.getKey() + ", say " + word.getValue()))
            .toList();

    assertThat(wrong).isEmpty();
  }

  @Test
  void packagesOfTheProductAreNullMarked() throws IOException {
    List<String> wrong =
        CHECKOUT.productPackages().stream()
            .filter(folder ->
                !CHECKOUT.read(folder.resolve("package-info.java")).contains("@NullMarked"))
            .map(folder -> folder + " has no package-info.java with @NullMarked")
            .toList();

    assertThat(wrong).isEmpty();
  }

  @Test
  void everyModuleSaysWhatItIsFor() throws IOException {
    assertThat(CHECKOUT.modules())
        .allSatisfy(module ->
            assertThat(CHECKOUT.read(CHECKOUT.root().resolve(module).resolve("README.md")))
                .as("%s/README.md: purpose, entry type, what it must not know", module)
                .startsWith("# " + module + "\n")
                .contains("ust not know"));
  }

  @Test
  void linksOfThePagesLeadSomewhere() {
    assertThat(CHECKOUT.pages().broken()).isEmpty();
  }

  @Test
  void everyPageIsFoundFromTheReadme() {
    assertThat(CHECKOUT.pages().lost()).as("link them from a page that is read").isEmpty();
  }

  @Test
  void changelogKeepsItsForm() {
    String text = CHECKOUT.read(CHECKOUT.root().resolve("CHANGELOG.md"));
    List<String> headings = text.lines().filter(line -> line.startsWith("#")).toList();

    assertThat(headings).startsWith("# Changelog", "## [Unreleased]");
    assertThat(headings.subList(1, headings.size()))
        .allMatch(
            Pattern.compile("## \\[[^]]+].*|### (Added|Changed|Fixed|Breaking)")
                .asMatchPredicate());
  }

  @Test
  void rootHoldsNothingElse() throws IOException {
    assertThat(CHECKOUT.rootFiles()).isSubsetOf(ROOT_FILES);
  }

  /// A record of settings documents each of them, and has the two tests that every one has.
  @Test
  void settingsAreDocumentedAndTested() throws IOException {
    assertThat(CHECKOUT.configRecords())
        .isNotEmpty()
        .allSatisfy(record -> assertThat(record.problems(CHECKOUT)).as(record.name()).isEmpty());
  }
}
