package ai.altertable.controlplane.tenant;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.text.Normalizer;
import java.util.Locale;

/// A name made fit for addresses and flags: lower-case letters, digits and single `-` between them,
/// at most 63.
public record Slug(String value) {
  private static final int LENGTH_MAX = 63;

  /// `Größe 2` becomes `gro-e-2`, `Café` becomes `cafe`.
  ///
  /// @throws PlatformException INVALID_PARAMETER when nothing is left of the name, or too much
  public static Slug of(String name) {
    String slug =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    if (slug.isEmpty()) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "the name '" + name + "' needs at least one letter of a to z or digit");
    }
    if (slug.length() > LENGTH_MAX) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "the name '" + name + "' is too long: at most " + LENGTH_MAX + " characters");
    }
    return new Slug(slug);
  }

  @Override
  public String toString() {
    return value;
  }
}
