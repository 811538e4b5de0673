package ai.altertable.launcher.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a process of the platform logs to. Before that is said, warnings go to standard output
/// (logback.xml).
public final class Logging {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX, UTC} %-5level %logger{0} %msg%n%ex{12}";
  private static final String OURS = "ai.altertable";
  private static final FileSize FILE_SIZE_MAX = FileSize.valueOf("16MB");
  private static final int OLD_FILES_MAX = 5;

  private Logging() {}

  /// Sends the log to a file, which is rolled over by size.
  ///
  /// @param process its name in the log
  public static void toFile(Path file, String process, LogConfig config) {
    LoggerContext context = context();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setTriggeringPolicy(trigger(context));
    appender.setRollingPolicy(rolling(context, appender, file));
    send(context, appender, process, config);
  }

  /// Sends the log to standard output, where whoever has started this process reads it.
  ///
  /// @param process its name in the log
  public static void toOutput(String process, LogConfig config) {
    LoggerContext context = context();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    send(context, appender, process, config);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static void send(
      LoggerContext context,
      OutputStreamAppender<ILoggingEvent> appender,
      String process,
      LogConfig config) {
    appender.setEncoder(encoder(context, process, config.format()));
    appender.start();
    Level level = Level.toLevel(config.level().name());
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
    root.addAppender(appender);
    context.getLogger(OURS).setLevel(level);
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
        root.error("the thread {} ended by a failure", thread.getName(), failure));
  }

  private static Encoder<ILoggingEvent> encoder(
      LoggerContext context, String process, LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> text();
          case JSON -> new JsonEncoder(process);
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static PatternLayoutEncoder text() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(PATTERN);
    return encoder;
  }

  private static SizeBasedTriggeringPolicy<ILoggingEvent> trigger(LoggerContext context) {
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(FILE_SIZE_MAX);
    trigger.start();
    return trigger;
  }

  private static FixedWindowRollingPolicy rolling(
      LoggerContext context, RollingFileAppender<ILoggingEvent> appender, Path file) {
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(OLD_FILES_MAX);
    rolling.start();
    return rolling;
  }
}
