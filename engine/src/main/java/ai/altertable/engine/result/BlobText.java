package ai.altertable.engine.result;

import java.util.HexFormat;

/// Bytes as DuckDB writes them: what is printable stands for itself, everything else is `\xAB`.
final class BlobText {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private BlobText() {}

  static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      if (b >= ' ' && b <= '~' && b != '\\' && b != '\'' && b != '"') {
        text.append((char) b);
      } else {
        text.append("\\x").append(HEX.toHexDigits(b));
      }
    }
    return text.toString();
  }
}
