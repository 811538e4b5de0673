package ai.altertable.http;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One request and its answer.
///
/// Belongs to the thread that handles it, except [#onGone] and [#isGone], callable from any.
public final class HttpExchange {
  private final AnswerChannel connection;
  private final HttpRequest request;
  private final RequestTarget target;
  private final RequestBody body;
  private final List<Runnable> whenGone = new ArrayList<>();

  private boolean gone;
  private boolean ended;
  private boolean closesConnection;
  private @Nullable ResponseBody response;

  HttpExchange(
      AnswerChannel connection, HttpRequest request, RequestTarget target, RequestBody body) {
    this.connection = connection;
    this.request = request;
    this.target = target;
    this.body = body;
  }

  /// `GET`, `POST` …, as sent.
  public String method() {
    return request.method().name();
  }

  public RequestTarget target() {
    return target;
  }

  public Headers headers() {
    return Headers.wrap(request.headers());
  }

  /// Where the connection comes from: an `InetSocketAddress`, or the other end of a Unix socket.
  public SocketAddress peer() {
    return connection.peer();
  }

  /// The body, to be read while it arrives; reading blocks until there is some. A client that sent
  /// `Expect: 100-continue` is told to go on by the first read. Reads throw [ClientGoneException],
  /// [MalformedRequestException] or [ClientStalledException].
  public InputStream body() {
    return body;
  }

  /// The body's length in bytes; empty when it is not known beforehand.
  public OptionalLong bodyLength() {
    if (HttpUtil.isTransferEncodingChunked(request)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(HttpUtil.getContentLength(request, 0L));
  }

  /// Begins the answer. What is written to it goes out when the body has grown large, when some
  /// milliseconds have passed, or when it is closed; a small answer so leaves in one piece and with
  /// a `Content-Length`, another one chunked. A `Content-Length` among the headers is kept, and
  /// then exactly as many bytes must be written.
  ///
  /// Whoever calls this must see to [ResponseBody#abort] when the answer cannot be finished;
  /// [#respond(int, Headers, BodyWriter)] does.
  ///
  /// @param status three digits, 200 or more
  public ResponseBody respond(int status, Headers headers) {
    if (status < 200 || status > 999) {
      throw new IllegalArgumentException("not the status of a final answer: " + status);
    }
    synchronized (this) {
      if (response != null) {
        throw new IllegalStateException("this request has been answered already");
      }
      response = new ResponseBody(connection, this, new AnswerHead(status, headers));
      if (gone) {
        response.gone();
      }
      return response;
    }
  }

  /// Answers with what `writer` writes: ends the answer when it returns, and resets the connection
  /// when it throws.
  public void respond(int status, Headers headers, BodyWriter writer) throws IOException {
    ResponseBody answer = respond(status, headers);
    boolean whole = false;
    try {
      writer.write(answer);
      answer.close();
      whole = true;
    } finally {
      if (!whole) {
        answer.abort();
      }
    }
  }

  /// Answers with `text` in UTF-8.
  public void respond(int status, Headers headers, String text) throws IOException {
    respond(status, headers, answer -> answer.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Has `action` run, once and on a thread of its own, when the client goes away before its answer
  /// has ended. Runs at once when it has gone already, and never when it has only ended its
  /// sending.
  ///
  /// A reset shows at once, any other going within a second, also while nothing is read or written.
  /// Later only: when an answer with a `Content-Length` has begun (with the next write); when an
  /// HTTP/1.0 client's large body has been left unread for seconds by the handler (up to about as
  /// long again); when the client closes long after a half-close; and over Unix sockets without the
  /// native library a half-close counts as going.
  public void onGone(Runnable action) {
    synchronized (this) {
      if (ended) {
        return;
      }
      if (!gone) {
        whenGone.add(action);
        return;
      }
    }
    connection.runAside(action);
  }

  /// True when the client is known to have gone before its answer ended.
  public synchronized boolean isGone() {
    return gone;
  }

  HttpRequest request() {
    return request;
  }

  RequestBody incoming() {
    return body;
  }

  synchronized @Nullable ResponseBody response() {
    return response;
  }

  /// Ends the exchange without an answer, and its connection with it.
  void abandon() {
    connection.abandon(this);
  }

  /// The answer's head tells the client that it is the connection's last. Event loop only.
  void closeConnection() {
    closesConnection = true;
  }

  boolean closesConnection() {
    return closesConnection;
  }

  /// The answer is complete; going away is of no interest any more.
  synchronized void ended() {
    ended = true;
    whenGone.clear();
  }

  /// Tells everybody that the client has gone.
  void gone() {
    List<Runnable> actions;
    ResponseBody answer;
    synchronized (this) {
      if (ended || gone) {
        return;
      }
      gone = true;
      actions = List.copyOf(whenGone);
      whenGone.clear();
      answer = response;
    }
    body.fail(new ClientGoneException());
    if (answer != null) {
      answer.gone();
    }
    actions.forEach(connection::runAside);
  }
}
