package ai.altertable.engine.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What the engine has by name, and who may use it: `classification.txt`, which people review.
/// Names are in lower case. Immutable.
final class Classification {
  static final String RESOURCE = "classification.txt";

  /// The one that is built in.
  static final Classification BUNDLED = read();

  private final Map<Subject, Map<String, Ruling>> rulings;

  private Classification(Map<Subject, Map<String, Ruling>> rulings) {
    this.rulings = rulings;
  }

  private static Classification read() {
    try (InputStream stream =
            Objects.requireNonNull(Classification.class.getResourceAsStream(RESOURCE), RESOURCE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return of(reader.lines().toList());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// @param lines of the file
  static Classification of(List<String> lines) {
    Map<Subject, Map<String, Ruling>> rulings = empty();
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        List<String> words = List.of(line.split(" "));
        Ruling before =
            ofSubject(rulings, Subject.valueOf(words.getFirst().toUpperCase(Locale.ROOT)))
                .put(words.get(1), ruling(words));
        if (before != null) {
          throw new IllegalArgumentException("twice: " + line);
        }
      }
    }
    return new Classification(rulings);
  }

  private static Ruling ruling(List<String> words) {
    if (words.get(2).equals("unclassified")) {
      return new Ruling(Ruling.Decision.REFUSE, Rule.UNCLASSIFIED);
    }
    Ruling.Decision decision = Ruling.Decision.valueOf(words.get(2).toUpperCase(Locale.ROOT));
    Rule rule =
        words.size() > 3 ? Rule.valueOf(words.get(3).toUpperCase(Locale.ROOT)) : Rule.ENGINE;
    return new Ruling(decision, rule);
  }

  private static Map<Subject, Map<String, Ruling>> empty() {
    Map<Subject, Map<String, Ruling>> rulings = new EnumMap<>(Subject.class);
    for (Subject subject : Subject.values()) {
      rulings.put(subject, new HashMap<>());
    }
    return rulings;
  }

  private static Map<String, Ruling> ofSubject(
      Map<Subject, Map<String, Ruling>> rulings, Subject subject) {
    return Objects.requireNonNull(rulings.get(subject));
  }

  /// The same, and what else the engine has refused.
  Classification closedFor(EngineNames engine) {
    Map<Subject, Map<String, Ruling>> closed = empty();
    rulings.forEach((subject, names) -> ofSubject(closed, subject).putAll(names));
    engine
        .unclassified(this)
        .forEach((subject, names) ->
            names.forEach(name ->
                ofSubject(closed, subject)
                    .put(name, new Ruling(Ruling.Decision.REFUSE, Rule.UNCLASSIFIED))));
    return new Classification(closed);
  }

  /// Empty for a name that the engine does not have.
  ///
  /// @param name in lower case
  Optional<Ruling> of(Subject subject, String name) {
    return Optional.ofNullable(ofSubject(rulings, subject).get(name));
  }

  /// @throws Refusal.Found when a name is refused
  void requireAllowed(Subject subject, String name) {
    requireAllowed(of(subject, name), subject, name);
  }

  /// @throws Refusal.Found when a function is refused, of whichever kind it is
  void requireCallable(String name) {
    requireAllowed(ofCall(name), Subject.FUNCTION, name);
  }

  /// @throws Refusal.Found when a function is refused where a relation may stand
  void requireRelation(String name) {
    requireCallable(name);
    ofCall(name)
        .filter(ruling -> ruling.decision() == Ruling.Decision.VALUE)
        .ifPresent(_ -> {
          throw new Refusal.Found(
              Refusal.denied(
                  Rule.CODE,
                  ("the function %s may not stand for a relation, as it reads whatever its argument"
                          + " names; use it as an aggregate")
                      .formatted(name)));
        });
  }

  private static void requireAllowed(Optional<Ruling> ruling, Subject subject, String name) {
    ruling
        .filter(Ruling::refuses)
        .ifPresent(refused -> {
          throw new Refusal.Found(refused.rule().refuses(subject.named(name)));
        });
  }

  boolean refuses(Subject subject, String name) {
    Ruling ruling = ofSubject(rulings, subject).get(name);
    return ruling != null && ruling.refuses();
  }

  /// What a call of a name may be, of whichever kind.
  Optional<Ruling> ofCall(String name) {
    return of(Subject.FUNCTION, name).or(() -> of(Subject.LAKE, name));
  }

  /// Whether calling a function changes a catalog, beside its tables' rows.
  boolean isOwners(String name) {
    return ofCall(name).filter(ruling -> ruling.decision() == Ruling.Decision.OWNER).isPresent();
  }

  Set<String> names(Subject subject) {
    return Set.copyOf(ofSubject(rulings, subject).keySet());
  }

  /// The names that a rule refuses, in order.
  List<String> refused(Subject subject, Rule rule) {
    List<String> names = new ArrayList<>();
    ofSubject(rulings, subject)
        .forEach((name, ruling) -> {
          if (ruling.refuses() && ruling.rule() == rule) {
            names.add(name);
          }
        });
    return names.stream().sorted().toList();
  }
}
