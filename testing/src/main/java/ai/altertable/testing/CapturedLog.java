package ai.altertable.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// What a logger writes from WARN up while this is open. Lines may be read while more come.
public final class CapturedLog implements AutoCloseable {
  private final Logger logger;
  private final Lines lines = new Lines();

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> written = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        written.add(event.getFormattedMessage());
      }
    }
  }

  private CapturedLog(Logger logger) {
    this.logger = logger;
    lines.start();
    logger.addAppender(lines);
  }

  /// @param name the logger's, or that of a package above it
  public static CapturedLog of(String name) {
    return new CapturedLog((Logger) LoggerFactory.getLogger(name));
  }

  /// The messages so far.
  public List<String> lines() {
    return List.copyOf(lines.written);
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
  }
}
