package ai.altertable.rest.upload;

import ai.altertable.foundation.error.Detail;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.LoadMode;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryLog;
import ai.altertable.foundation.session.QueryLog.RunningQuery;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.call.JsonObject;
import ai.altertable.rest.call.Resource;
import java.io.IOException;
import java.util.Optional;

/// `POST /upload`: the body becomes rows of a table, all of them or none.
///
/// The session is opened before the body is read, so that a catalog that does not exist is told
/// before a client has sent its gigabytes.
public final class UploadResource implements Resource {
  private static final String UNDELIVERED = "the client was gone before the file had arrived";

  private final QueryLog log;
  private final Staging staging;

  public UploadResource(QueryLog log, Staging staging) {
    this.log = log;
    this.staging = staging;
  }

  @Override
  public void handle(Call call) throws IOException {
    Grant grant = call.grant();
    UploadRequest request = UploadRequest.of(call);
    JsonObject.refuseEncoding(call.exchange());
    try (Session session = open(call, grant, request)) {
      call.exchange().onGone(session::abandon);
      RunningQuery entry =
          log.start(start(call, grant, request, session.id()), session, session::abandon);
      run(call, grant, request, session, entry);
    }
    call.done();
  }

  private Session open(Call call, Grant grant, UploadRequest request) {
    try {
      return call.open(grant, request.sessionRequest(grant));
    } catch (PlatformException failure) {
      log.refused(
          start(call, grant, request, SessionId.random()), failure.code(), failure.clientMessage());
      throw failure;
    }
  }

  private static QueryStart start(
      Call call, Grant grant, UploadRequest request, SessionId session) {
    return new QueryStart(
        Work.UPLOAD,
        QueryId.random(),
        session,
        grant.principal(),
        grant.clientInterface(),
        grant.clientAddress(),
        request.describe(),
        false,
        Optional.empty(),
        call.userAgent());
  }

  private void run(
      Call call, Grant grant, UploadRequest request, Session session, RunningQuery entry)
      throws IOException {
    try {
      load(call, grant, request, session, entry);
    } catch (PlatformException failure) {
      entry.failed(failure.code(), failure.clientMessage());
      throw failure;
    } catch (RuntimeException | Error unforeseen) {
      entry.failed(ErrorCode.INTERNAL, "unforeseen: " + unforeseen.getClass().getSimpleName());
      throw unforeseen;
    } catch (IOException undelivered) {
      entry.failed(ErrorCode.QUERY_CANCELLED, UNDELIVERED);
      throw undelivered;
    }
    entry.succeeded();
  }

  private void load(
      Call call, Grant grant, UploadRequest request, Session session, RunningQuery entry)
      throws IOException {
    try (StagedFile file =
        staging.take(grant.principal(), call.exchange().body(), call.exchange().bodyLength())) {
      entry.received(file.size());
      if (file.size() == 0) {
        throw new PlatformException(
            ErrorCode.INVALID_REQUEST, "the body is empty; send the file as the body");
      }
      FileLoad load =
          new FileLoad(
              file.path(),
              request.format().orElseGet(() -> Formats.byContent(file.head())),
              request.catalog().orElseGet(session::currentCatalog),
              request.schema().orElseGet(session::currentSchema),
              request.table(),
              request.mode());
      load(session, load);
    }
  }

  private static void load(Session session, FileLoad load) {
    try {
      session.load(load);
    } catch (PlatformException failure) {
      throw advice(load.mode(), failure.code())
          .map(advice -> advised(failure, advice))
          .orElse(failure);
    }
  }

  /// Which mode would have done, where it is the mode that does not fit.
  private static Optional<String> advice(LoadMode mode, ErrorCode code) {
    if (mode == LoadMode.CREATE && code == ErrorCode.ALREADY_EXISTS) {
      return Optional.of(
          "to add rows to the table, upload with mode=append; to replace it, with mode=overwrite");
    }
    if (mode == LoadMode.APPEND && code == ErrorCode.TABLE_NOT_FOUND) {
      return Optional.of(
          "to make the table, upload with mode=create; to add rows where it is there, with"
              + " mode=create_append");
    }
    return Optional.empty();
  }

  private static PlatformException advised(PlatformException failure, String advice) {
    return new PlatformException(
        failure.code(),
        failure.getMessage() + " (" + advice + ")",
        failure,
        failure.details().toArray(Detail[]::new));
  }
}
