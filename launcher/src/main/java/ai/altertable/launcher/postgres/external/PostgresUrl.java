package ai.altertable.launcher.postgres.external;

import ai.altertable.foundation.catalog.PostgresTls;
import ai.altertable.foundation.lifecycle.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A connection URI as libpq reads it (PostgreSQL manual, section 32.1.1.2), as far as a server
/// needs one:
///
/// ```
/// postgresql://role[:password]@host[:port][/database][?sslmode=MODE&sslrootcert=FILE]
/// ```
record PostgresUrl(
    String role,
    Optional<Secret> password,
    String host,
    int port,
    Optional<String> database,
    PostgresTls tls) {
  private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
  private static final Set<String> PARAMETERS = Set.of("sslmode", "sslrootcert");
  private static final int PORT = 5432;
  private static final Pattern PLACE =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

  /// @throws IllegalArgumentException that says what is wrong, after the option's name, and repeats
  ///   nothing that may be a password
  static PostgresUrl parse(String text) {
    URI uri = uri(text.strip());
    if (!SCHEMES.contains(String.valueOf(uri.getScheme()))) {
      throw new IllegalArgumentException("must begin with postgresql://");
    }
    String[] user = user(uri);
    Matcher place = PLACE.matcher(after(authority(uri)));
    if (!place.matches() || user[0].isEmpty()) {
      throw new IllegalArgumentException(
          "must name a role and a host: postgresql://role@host:5432/altertable");
    }
    String bare = place.group(1).replaceAll("^\\[|]$", "");
    String path = String.valueOf(uri.getPath()).replaceFirst("^/", "");
    return new PostgresUrl(
        user[0],
        user.length > 1 ? Optional.of(new Secret(user[1])) : Optional.empty(),
        bare,
        place.group(2) == null ? PORT : Integer.parseInt(place.group(2)),
        path.isEmpty() ? Optional.empty() : Optional.of(path),
        tls(bare, parameters(uri)));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(
          "is no URL; percent-encode special characters of the password, or give it by"
              + " --postgres-password-file");
    }
  }

  /// Not what `URI` makes of it: to that a name with an underscore is no host.
  private static String authority(URI uri) {
    return uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
  }

  private static String after(String authority) {
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static String[] user(URI uri) {
    String authority = authority(uri);
    String info = authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
    String[] parts = info.split(":", 2);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = decoded(parts[i]);
    }
    return parts;
  }

  private static Map<String, String> parameters(URI uri) {
    Map<String, String> parameters = new TreeMap<>();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length < 2) {
        continue;
      }
      String name = decoded(parts[0]);
      if (!PARAMETERS.contains(name)) {
        throw new IllegalArgumentException(
            "can have the parameters sslmode and sslrootcert, not " + name);
      }
      if (parameters.put(name, decoded(parts[1])) != null) {
        throw new IllegalArgumentException("has the parameter " + name + " twice");
      }
    }
    return parameters;
  }

  /// A plus sign stands for itself in libpq's URIs.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static PostgresTls tls(String host, Map<String, String> parameters) {
    String mode = parameters.get("sslmode");
    Optional<String> root = Optional.ofNullable(parameters.get("sslrootcert"));
    if (mode == null && !isThisMachine(host)) {
      throw new IllegalArgumentException(
          "names a server on another machine, so it must say how the connection is protected:"
              + " sslmode=verify-full&sslrootcert=FILE; or sslmode=disable where nobody can listen"
              + " in");
    }
    return new PostgresTls(mode == null ? PostgresTls.Mode.PREFER : mode(mode), root);
  }

  private static PostgresTls.Mode mode(String word) {
    for (PostgresTls.Mode mode : PostgresTls.Mode.values()) {
      if (mode.word().equals(word.toLowerCase(Locale.ROOT))) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "can have sslmode=disable, prefer, require, verify-ca or verify-full, not " + word);
  }

  private static boolean isThisMachine(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }
}
