package ai.altertable.http.wire;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;

/// The handlers that every HTTP server connection starts with.
///
/// What comes after them reads `HttpRequest`, then `HttpContent` up to a `LastHttpContent`, asks
/// for more with `ctx.read()`, and writes `HttpResponse` and `HttpContent` likewise. A request or
/// content whose `decoderResult()` is a failure must be answered with a 4xx and the connection
/// closed ([Closing#afterAnswer]).
public final class ServerPipeline {
  private static final int CHUNK_BYTES_MAX = 1 << 20;

  private ServerPipeline() {}

  /// Appends them to `pipeline`.
  public static GoneClientHandler install(ChannelPipeline pipeline, HttpLimits limits) {
    var early = new EarlyBytes();
    var gone = new GoneClientHandler(early);
    pipeline.addLast(
        new ConnectionDeadlines(limits, gone), early, new HttpServerCodec(strict(limits)), gone);
    return gone;
  }

  static HttpDecoderConfig strict(HttpLimits limits) {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(limits.requestLineBytesMax())
        .setMaxHeaderSize(limits.headerBytesMax())
        .setMaxChunkSize(CHUNK_BYTES_MAX)
        .setAllowDuplicateContentLengths(false)
        .setStrictLineParsing(true)
        .setUseRfc9112TransferEncoding(true);
  }
}
