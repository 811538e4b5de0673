package ai.altertable.controlplane.account;

import java.util.Locale;

/// What a principal is.
public enum Kind {
  USER("User"),
  SERVICE_ACCOUNT("ServiceAccount");

  private final String type;

  Kind(String type) {
    this.type = type;
  }

  /// As the management API calls it.
  String type() {
    return type;
  }

  /// As it is stored.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// As it is called in sentences.
  String title() {
    return word().replace('_', ' ');
  }

  static Kind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
