package ai.altertable.worker.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What an earlier process has left in an outbox.
///
/// @param segments that hold something of interest, the oldest first
/// @param orphans what had begun there, and whose end nobody saw
record LeftSegments(List<Segment> segments, List<Orphan> orphans) {

  /// @param begun as it was noted
  /// @param lastSign when the process is known to have lived
  record Orphan(Mark mark, String begun, Instant lastSign) {}

  static LeftSegments read(SegmentFiles files) throws IOException {
    List<Segment> segments = new ArrayList<>();
    Map<UUID, Mark> marks = new LinkedHashMap<>();
    Map<UUID, String> texts = new LinkedHashMap<>();
    long lastSign = 0;
    for (Path file : files.left()) {
      if (Files.size(file) < Segment.FIRST) {
        Files.delete(file);
        continue;
      }
      Segment segment = Segment.open(file);
      segments.add(segment);
      lastSign = Math.max(lastSign, segment.lastSignOfLife());
      var _ =
          segment.read(
              Segment.FIRST,
              segment.end(),
              (offset, kind, waits) -> {
                UUID id = segment.idAt(offset);
                if (kind == RecordFormat.REPORT) {
                  marks.remove(id);
                  if (waits) {
                    segment.count(offset);
                  }
                } else if (waits) {
                  Mark mark = new Mark(id);
                  mark.standsAt(segment, offset);
                  marks.put(id, mark);
                  texts.put(id, segment.textAt(offset));
                }
                return true;
              });
    }
    Instant sign = Instant.ofEpochMilli(lastSign);
    return new LeftSegments(
        segments,
        marks.values().stream()
            .map(mark -> new Orphan(mark, texts.getOrDefault(mark.id(), ""), sign))
            .toList());
  }
}
