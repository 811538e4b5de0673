package ai.altertable.rest.upload;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.Session;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.call.JsonObject;
import ai.altertable.rest.call.Resource;
import java.io.IOException;

/// `POST /upload`: the body becomes rows of a table, all of them or none.
///
/// The session is opened before the body is read, so that a catalog that does not exist is told
/// before a client has sent its gigabytes.
public final class UploadResource implements Resource {
  private final Staging staging;

  public UploadResource(Staging staging) {
    this.staging = staging;
  }

  @Override
  public void handle(Call call) throws IOException {
    Grant grant = call.grant();
    UploadRequest request = UploadRequest.of(call);
    JsonObject.refuseEncoding(call.exchange());
    try (Session session = call.open(grant, request.sessionRequest(grant))) {
      call.exchange().onGone(session::abandon);
      load(call, grant, request, session);
    }
    call.done();
  }

  private void load(Call call, Grant grant, UploadRequest request, Session session)
      throws IOException {
    try (StagedFile file =
        staging.take(grant.principal(), call.exchange().body(), call.exchange().bodyLength())) {
      if (file.size() == 0) {
        throw new PlatformException(
            ErrorCode.INVALID_REQUEST, "the body is empty; send the file as the body");
      }
      session.load(
          new FileLoad(
              file.path(),
              request.format().orElseGet(() -> Formats.byContent(file.head())),
              request.catalog().orElseGet(session::currentCatalog),
              request.schema().orElseGet(session::currentSchema),
              request.table(),
              request.mode()));
    }
  }
}
