package ai.altertable.worker.outbox;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/// A record as it stands in a segment, little-endian, at a multiple of eight bytes:
///
/// ```
///    0  int    length of the text in bytes, 1 or more; written last
///    4  int    CRC-32C of the length, and of all from 8 on with the state as zero
///    8  byte   kind
///    9  byte   state: 0 waits, 1 done; changes later
///   10         six zeros
///   16  16     id
///   32         text in UTF-8, then zeros up to a multiple of eight
/// ```
///
/// No text has a zero byte, so no text looks like a record.
final class RecordFormat {
  static final int HEAD_BYTES = 32;
  static final byte BEGUN = 1;
  static final byte REPORT = 2;
  static final byte WAITS = 0;
  static final byte DONE = 1;

  static final int CRC = 4;
  static final int KIND = 8;
  static final int STATE = 9;
  static final int ID = 16;

  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private RecordFormat() {}

  /// The whole record.
  static byte[] encode(byte kind, UUID id, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] record = new byte[size(utf8.length)];
    ByteBuffer head = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(0, utf8.length)
        .put(KIND, kind)
        .putLong(ID, id.getMostSignificantBits())
        .putLong(ID + Long.BYTES, id.getLeastSignificantBits());
    System.arraycopy(utf8, 0, record, HEAD_BYTES, utf8.length);
    CRC32C crc = new CRC32C();
    crc.update(record, 0, CRC);
    crc.update(record, KIND, record.length - KIND);
    head.putInt(CRC, (int) crc.getValue());
    return record;
  }

  /// The bytes that a record with so much text takes.
  static int size(int textBytes) {
    return (HEAD_BYTES + textBytes + 7) & -8;
  }

  /// The size of the whole record that stands at a place, or 0 when none does.
  static int sizeAt(MemorySegment memory, long at) {
    int length = memory.get(INT, at);
    if (length <= 0 || HEAD_BYTES + (length + 7L & -8) > memory.byteSize() - at) {
      return 0;
    }
    byte kind = memory.get(ValueLayout.JAVA_BYTE, at + KIND);
    byte state = memory.get(ValueLayout.JAVA_BYTE, at + STATE);
    if ((kind != BEGUN && kind != REPORT) || (state != WAITS && state != DONE)) {
      return 0;
    }
    int size = size(length);
    byte[] record = memory.asSlice(at, size).toArray(ValueLayout.JAVA_BYTE);
    record[STATE] = WAITS;
    CRC32C crc = new CRC32C();
    crc.update(record, 0, CRC);
    crc.update(record, KIND, size - KIND);
    return (int) crc.getValue() == memory.get(INT, at + CRC) ? size : 0;
  }

  static UUID idAt(MemorySegment memory, long at) {
    return new UUID(memory.get(LONG, at + ID), memory.get(LONG, at + ID + Long.BYTES));
  }

  static String textAt(MemorySegment memory, long at) {
    byte[] text =
        memory.asSlice(at + HEAD_BYTES, memory.get(INT, at)).toArray(ValueLayout.JAVA_BYTE);
    return new String(text, StandardCharsets.UTF_8);
  }
}
