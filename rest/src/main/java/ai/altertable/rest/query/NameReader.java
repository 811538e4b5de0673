package ai.altertable.rest.query;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A public client that reads a plain list of names only, and fails on typed columns: the one table
/// of them. Clients are known by the first product of their User-Agent.
///
/// @param product as it stands before the slash
/// @param readsTypesSince the first version not known to need names; empty when no version is
record NameReader(String product, Optional<Version> readsTypesSince) {
  private static final List<NameReader> ALL =
      List.of(
          // Always says 0.1.0; those of its versions that read types read names as well.
          until("altertable-lakehouse-java", 0, 2, 0),
          until("altertable-lakehouse-js", 0, 4, 0),
          until("altertable-lakehouse-php", 0, 2, 0),
          // The Rust SDK.
          until("altertable-lakehouse", 0, 3, 0),
          // The Ruby SDK.
          until("AltertableRuby", 0, 6, 0),
          // The command line in bash, which altertable-cli has replaced.
          new NameReader("altertable-lakehouse-cli", Optional.empty()));

  private static final Pattern PRODUCT =
      Pattern.compile(
          "([^/\\s]+)/v?(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?.*", Pattern.DOTALL);

  record Version(int major, int minor, int patch) {
    boolean before(Version other) {
      if (major != other.major) {
        return major < other.major;
      }
      return minor != other.minor ? minor < other.minor : patch < other.patch;
    }
  }

  private static NameReader until(String product, int major, int minor, int patch) {
    return new NameReader(product, Optional.of(new Version(major, minor, patch)));
  }

  static boolean isNameReader(String userAgent) {
    Matcher matcher = PRODUCT.matcher(userAgent);
    if (!matcher.matches()) {
      return false;
    }
    Version version = new Version(number(matcher, 2), number(matcher, 3), number(matcher, 4));
    return ALL.stream()
        .filter(reader -> reader.product.equals(matcher.group(1)))
        .anyMatch(reader -> reader.readsTypesSince.map(version::before).orElse(true));
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }
}
