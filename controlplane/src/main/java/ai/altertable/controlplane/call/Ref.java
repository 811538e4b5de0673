package ai.altertable.controlplane.call;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// How a path names a thing: by its id, or by its slug.
public record Ref(String text) {
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern SLUG = Pattern.compile("[a-z0-9-]{1,80}");

  public Optional<UUID> id() {
    return ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  /// Empty when nothing can have this for a slug.
  public Optional<String> slug() {
    return SLUG.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  /// Whether it means a thing with this id and slug.
  public boolean means(UUID id, String slug) {
    return id().filter(id::equals).isPresent() || slug.equals(text);
  }

  String printable() {
    String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "…";
  }
}
