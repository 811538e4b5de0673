package ai.altertable.link;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import ai.altertable.foundation.lifecycle.DataSize;
import java.time.Duration;

/// How the two ends of the link behave. Intervals must agree on both: a peer that speaks every
/// `heartbeatInterval` is thought dead after `silenceMax`.
///
/// @param certificateLife of members; they renew halfway
/// @param heartbeatInterval after which each side says that it lives
/// @param silenceMax after which a peer that says nothing is thought dead
/// @param callTimeout after which a connection or an answer is waited for no longer
/// @param firstPause before a lost link is tried again; doubles with each failure, less a random
///   part
/// @param longestPause no pause is longer
/// @param reportsPause before reports are sent again that could not be stored
/// @param batchReportsMax how many reports are sent together
/// @param batchBytesMax how large reports that are sent together are; one alone may be larger
/// @param configurationBytesMax how large a configuration may be
/// @param enrollment how often strangers may try
/// @param strangers how many connections of theirs may be open
public record LinkConfig(
    Duration certificateLife,
    Duration heartbeatInterval,
    Duration silenceMax,
    Duration callTimeout,
    Duration firstPause,
    Duration longestPause,
    Duration reportsPause,
    int batchReportsMax,
    DataSize batchBytesMax,
    DataSize configurationBytesMax,
    EnrollmentConfig enrollment,
    StrangerConfig strangers) {
  public LinkConfig {
    requirePositive("certificate-life", certificateLife.toMillis());
    requirePositive("heartbeat-interval", heartbeatInterval.toMillis());
    requirePositive("call-timeout", callTimeout.toMillis());
    requirePositive("first-pause", firstPause.toMillis());
    requirePositive("reports-pause", reportsPause.toMillis());
    requirePositive("batch-reports-max", batchReportsMax);
    requirePositive("batch-bytes-max", batchBytesMax.bytes());
    requirePositive("configuration-bytes-max", configurationBytesMax.bytes());
    if (silenceMax.compareTo(heartbeatInterval.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "silence-max must be at least twice heartbeat-interval, but is " + silenceMax);
    }
    if (longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "longest-pause must not be shorter than first-pause, but is " + longestPause);
    }
    if (batchBytesMax.bytes() > 1 << 20) {
      throw new IllegalArgumentException(
          "batch-bytes-max must be at most 1MiB, so that a message stays under the limit of gRPC");
    }
    if (configurationBytesMax.bytes() > 1 << 30) {
      throw new IllegalArgumentException("configuration-bytes-max must be at most 1GiB");
    }
  }

  public static LinkConfig defaults() {
    return new LinkConfig(
        Duration.ofHours(24),
        Duration.ofSeconds(2),
        Duration.ofSeconds(8),
        Duration.ofSeconds(10),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        500,
        new DataSize(256 << 10),
        DataSize.ofMebibytes(64),
        EnrollmentConfig.defaults(),
        StrangerConfig.defaults());
  }

  public LinkConfig withCertificateLife(Duration life) {
    return new LinkConfig(
        life,
        heartbeatInterval,
        silenceMax,
        callTimeout,
        firstPause,
        longestPause,
        reportsPause,
        batchReportsMax,
        batchBytesMax,
        configurationBytesMax,
        enrollment,
        strangers);
  }

  public LinkConfig withStrangers(StrangerConfig other) {
    return new LinkConfig(
        certificateLife,
        heartbeatInterval,
        silenceMax,
        callTimeout,
        firstPause,
        longestPause,
        reportsPause,
        batchReportsMax,
        batchBytesMax,
        configurationBytesMax,
        enrollment,
        other);
  }
}
