package ai.altertable.link.client;

import ai.altertable.foundation.fleet.Outbox;
import ai.altertable.foundation.fleet.Report;
import ai.altertable.link.LinkConfig;
import com.google.protobuf.CodedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is in the outbox, a batch at a time, and takes out what is stored: what is not is
/// sent again, on this connection or the next. Runs on one thread, until it is interrupted.
final class ReportSender implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// Of the text in UTF-8; more would not pass as one message.
  static final int REPORT_BYTES_MAX = 3 << 20;

  private final LinkConfig config;
  private final Outbox outbox;
  private final CurrentStream streams;

  ReportSender(LinkConfig config, Outbox outbox, CurrentStream streams) {
    this.config = config;
    this.outbox = outbox;
    this.streams = streams;
  }

  @Override
  public void run() {
    try {
      while (true) {
        turn();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws InterruptedException {
    MemberStream stream = streams.await();
    try {
      List<Report> batch = batch(outbox.peek(config.batchReportsMax(), PATIENCE));
      if (batch.isEmpty()) {
        return;
      }
      if (stream.report(batch).get()) {
        outbox.stored(batch.stream().map(Report::id).toList());
      } else if (!stream.ended().isDone()) {
        Thread.sleep(config.reportsPause());
      }
    } catch (ExecutionException | RuntimeException failure) {
      LOG.error("reports cannot be sent; they are tried again", failure);
      Thread.sleep(config.reportsPause());
    }
  }

  /// As many of the oldest as go together, at least one if there is one.
  private List<Report> batch(List<Report> waiting) {
    List<Report> batch = new ArrayList<>();
    long bytes = 0;
    for (Report report : waiting) {
      int size = CodedOutputStream.computeStringSizeNoTag(report.text());
      if (size > REPORT_BYTES_MAX) {
        LOG.error("report {} is dropped: it has {} bytes, too many to be sent", report.id(), size);
        outbox.stored(List.of(report.id()));
        continue;
      }
      bytes += size;
      if (bytes > config.batchBytesMax().bytes() && !batch.isEmpty()) {
        break;
      }
      batch.add(report);
    }
    return batch;
  }
}
