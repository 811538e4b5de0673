package ai.altertable.rest.ndjson;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/// The offset from UTC that a timestamp is written with. Remembers the stretch of time around the
/// last answer in which the offset stays the same. Confined to one thread.
final class ZoneOffsets {
  private enum Form {
    /// A timestamp without zone.
    NONE,
    /// UTC itself, written `Z`.
    UTC,
    /// `+05:30`
    OFFSET
  }

  private final Form form;
  private final ZoneRules rules;
  private long from = 1;
  private long until;
  private int offset;

  private ZoneOffsets(Form form, ZoneRules rules) {
    this.form = form;
    this.rules = rules;
  }

  /// For timestamps without zone.
  static ZoneOffsets none() {
    return new ZoneOffsets(Form.NONE, ZoneOffset.UTC.getRules());
  }

  static ZoneOffsets of(ZoneId zone) {
    ZoneRules rules = zone.getRules();
    boolean utc = rules.isFixedOffset() && rules.getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
    return new ZoneOffsets(utc ? Form.UTC : Form.OFFSET, rules);
  }

  /// The offset in seconds, of whole minutes: RFC 3339 has no seconds there.
  int at(long epochSecond) {
    if (form != Form.OFFSET) {
      return 0;
    }
    if (epochSecond < from || epochSecond >= until) {
      look(epochSecond);
    }
    return offset;
  }

  int write(int seconds, byte[] to, int at) {
    return switch (form) {
      case NONE -> at;
      case UTC -> {
        to[at] = 'Z';
        yield at + 1;
      }
      case OFFSET -> Iso.offset(seconds, to, at);
    };
  }

  private void look(long epochSecond) {
    Instant instant = Instant.ofEpochSecond(epochSecond);
    ZoneOffsetTransition before = rules.previousTransition(instant.plusSeconds(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    from = before == null ? Long.MIN_VALUE : before.toEpochSecond();
    until = after == null ? Long.MAX_VALUE : after.toEpochSecond();
    offset = rules.getOffset(instant).getTotalSeconds() / 60 * 60;
  }
}
