package ai.altertable.link.message;

import ai.altertable.foundation.fleet.Instruction;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.fleet.Report;
import ai.altertable.link.contract.Reports;
import ai.altertable.link.contract.Status;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Messages of what is said. Those that read throw [IllegalArgumentException] for what no peer of
/// ours says.
public final class Messages {
  /// Of one message on the wire; a report alone may take a quarter of it.
  public static final int BYTES_MAX = 4 << 20;

  private static final int UUID_BYTES = 16;

  private Messages() {}

  public static Status of(MemberStatus status) {
    Status.Builder message =
        Status.newBuilder()
            .setVersion(status.version())
            .setDraining(status.draining())
            .setLoad(of(status.load()));
    status.address().ifPresent(message::setAddress);
    status.grantKey().ifPresent(message::setGrantKey);
    return message.build();
  }

  private static ai.altertable.link.contract.Load of(Load load) {
    return ai.altertable.link.contract.Load.newBuilder()
        .setRunning(load.running())
        .setQueued(load.queued())
        .setSessions(load.sessions())
        .setSessionsKept(load.sessionsKept())
        .setMemoryBytesMax(load.memoryBytesMax())
        .build();
  }

  public static MemberStatus read(Status message) {
    var load = message.getLoad();
    return new MemberStatus(
        message.getVersion(),
        message.hasAddress() ? Optional.of(message.getAddress()) : Optional.empty(),
        message.hasGrantKey() ? Optional.of(message.getGrantKey()) : Optional.empty(),
        message.getDraining(),
        new Load(
            load.getRunning(),
            load.getQueued(),
            load.getSessions(),
            load.getSessionsKept(),
            load.getMemoryBytesMax()));
  }

  public static Reports of(long batch, List<Report> reports) {
    Reports.Builder message = Reports.newBuilder().setBatch(batch);
    for (Report report : reports) {
      message.addReports(
          ai.altertable.link.contract.Report.newBuilder()
              .setId(bytes(report.id()))
              .setText(report.text()));
    }
    return message.build();
  }

  public static List<Report> read(Reports message) {
    return message.getReportsList().stream()
        .map(report -> new Report(uuid(report.getId()), report.getText()))
        .toList();
  }

  public static ai.altertable.link.contract.Instruction of(Instruction instruction) {
    var message = ai.altertable.link.contract.Instruction.newBuilder();
    return switch (instruction) {
      case Instruction.Drain(boolean on) -> message.setDrain(on).build();
      case Instruction.Stop() -> message.setStop(true).build();
    };
  }

  /// Empty for one that a newer program gives.
  public static Optional<Instruction> read(ai.altertable.link.contract.Instruction message) {
    return switch (message.getKindCase()) {
      case DRAIN -> Optional.of(new Instruction.Drain(message.getDrain()));
      case STOP -> Optional.of(new Instruction.Stop());
      case KIND_NOT_SET -> Optional.empty();
    };
  }

  private static ByteString bytes(UUID id) {
    ByteBuffer bytes =
        ByteBuffer.allocate(UUID_BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits());
    return ByteString.copyFrom(bytes.flip());
  }

  private static UUID uuid(ByteString bytes) {
    if (bytes.size() != UUID_BYTES) {
      throw new IllegalArgumentException("a report's id has " + bytes.size() + " bytes, not 16");
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
