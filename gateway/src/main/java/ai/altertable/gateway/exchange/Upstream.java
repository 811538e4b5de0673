package ai.altertable.gateway.exchange;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;

/// Has borrowed a connection, and is told what comes from it. Confined to the event loop.
interface Upstream {
  /// True when the head is that of an interim answer, which another one follows.
  boolean answered(Channel channel, HttpResponse head);

  /// A part of the answer; takes over the reference.
  void answered(Channel channel, HttpContent content);

  /// All that has arrived has been told.
  void answerPaused(Channel channel);

  /// What was written is on its way.
  void workerWritable(Channel channel);

  /// The connection has ended, or makes no sense.
  void lost(Channel channel, Throwable cause);
}
