package ai.altertable.systemtests.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// A secret that must not be found.
///
/// @param name for the message, which must not tell the secret
/// @param text its bytes, each as a character of ISO 8859-1
record Planted(String name, String text) {
  static Planted text(String name, String value) {
    return bytes(name, value.getBytes(StandardCharsets.UTF_8));
  }

  static Planted bytes(String name, byte[] value) {
    return new Planted(name, new String(value, StandardCharsets.ISO_8859_1));
  }

  /// How it may stand in a file: as it is, in hexadecimal digits, URL-encoded, and in base64, also
  /// as a part of something longer that begins one or two bytes before it.
  Map<String, byte[]> forms() {
    byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
    Map<String, byte[]> forms = new TreeMap<>();
    forms.put("plain", value);
    forms.put("hex", ascii(HexFormat.of().formatHex(value)));
    forms.put("HEX", ascii(HexFormat.of().withUpperCase().formatHex(value)));
    forms.put("URL", ascii(URLEncoder.encode(text, StandardCharsets.ISO_8859_1)));
    for (int before = 0; before < 3; before++) {
      forms.put("base64 at " + before, base64(Base64.getEncoder(), value, before));
      forms.put("base64url at " + before, base64(Base64.getUrlEncoder(), value, before));
    }
    return forms;
  }

  /// What stays the same whatever stands before and after it.
  private static byte[] base64(Base64.Encoder encoder, byte[] value, int before) {
    byte[] shifted = new byte[before + value.length];
    System.arraycopy(value, 0, shifted, before, value.length);
    String encoded = encoder.withoutPadding().encodeToString(shifted);
    int first = before == 0 ? 0 : before + 1;
    int last = shifted.length * 8 / 6;
    return ascii(encoded.substring(first, last));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return name;
  }
}
