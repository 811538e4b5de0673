package ai.altertable.controlplane.access;

import java.util.regex.Pattern;

/// What a user may be called: 1 to 128 characters, no control characters, and no colon, which ends
/// the name in HTTP Basic (RFC 7617, section 2).
public final class UserName {
  private static final Pattern LEGAL = Pattern.compile("[^\\p{Cntrl}\\p{Cs}:]{1,128}");

  private UserName() {}

  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches();
  }
}
