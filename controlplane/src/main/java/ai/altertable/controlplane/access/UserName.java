package ai.altertable.controlplane.access;

import java.text.Normalizer;
import java.util.regex.Pattern;

/// What a user may be called: 1 to 128 characters, no control characters, and no colon, which ends
/// the name in HTTP Basic (RFC 7617, section 2). A new user's name also shows what it is: it has no
/// characters that are not seen or turn others around, and none that only look like others (Unicode
/// Annex 15, NFKC).
public final class UserName {
  private static final Pattern LEGAL = Pattern.compile("[^\\p{Cntrl}\\p{Cs}:]{1,128}");

  /// Formatting, private and unassigned characters, and separators of lines.
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

  /// What a name may be, for whoever has chosen another.
  public static final String RULE =
      "a name has 1 to 128 characters, no control or invisible characters, none that are"
          + " variants of others (NFKC), no space at either end and no colon";

  private UserName() {}

  /// Whether a new user may be called so.
  public static boolean isLegalForNew(String name) {
    return isLegal(name)
        && name.equals(name.strip())
        && !HIDDEN.matcher(name).find()
        && Normalizer.isNormalized(name, Normalizer.Form.NFKC);
  }

  /// Whether the two are told apart by the case of their letters alone.
  static boolean differInCaseOnly(String one, String other) {
    return !one.equals(other) && one.equalsIgnoreCase(other);
  }

  /// Whether a user may be called so.
  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches();
  }
}
