package ai.altertable.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.Grant.Validity;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.rest.access.GrantCheck;
import ai.altertable.testing.CapturedLog;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a worker believes, asked over HTTP.
class GrantCheckTest {
  private static final UUID ANN = RunningApi.GRANT.principal().id();

  @TempDir Path staging;
  private RunningApi api;

  @BeforeEach
  void start() {
    api = new RunningApi(staging);
    api.sessions.on("s", () -> new QueryResult.Changed(1));
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static HttpRequest.Builder query(HttpRequest.Builder to) {
    return to.POST(HttpRequest.BodyPublishers.ofString("{\"statement\": \"s\"}"));
  }

  private HttpResponse<String> query(Grant grant) {
    return api.send(query(api.request("/query", grant)));
  }

  private HttpResponse<String> queryWith(String grant) {
    return api.send(query(api.anonymous("/query").header(Grant.HEADER, grant)));
  }

  private static Grant ofRevision(long revision) {
    return RunningApi.grant(revision, "worker-7", Instant.now());
  }

  private void revoke(UUID principal, long revision) {
    api.revoke(new Revocation(principal, revision));
  }

  private static void assertRefused(HttpResponse<String> answer, int status, ErrorCode code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .contains(code.name())
        .doesNotContainIgnoringCase("signature")
        .doesNotContainIgnoringCase("expire")
        .doesNotContain("worker-");
  }

  @Test
  void grantThatCountsIsBelieved() {
    assertThat(query(RunningApi.GRANT).statusCode()).isEqualTo(200);
    assertThat(query(RunningApi.GRANT).statusCode()).isEqualTo(200);
    assertThat(api.sessions.requests).hasSize(2);
  }

  @Test
  void whatDoesNotCountIsRefusedAndOpensNoSession() {
    String good = RunningApi.SIGNER.sign(RunningApi.GRANT);
    Instant now = Instant.now();

    assertRefused(queryWith("nonsense"), 401, ErrorCode.INVALID_CREDENTIALS);
    assertRefused(
        queryWith(GrantSigner.generate(new SecureRandom()).sign(RunningApi.GRANT)),
        503,
        ErrorCode.WORKER_UNAVAILABLE);
    assertRefused(
        queryWith(good.substring(0, good.length() - 1)), 401, ErrorCode.INVALID_CREDENTIALS);
    assertRefused(
        query(RunningApi.grant(1, "worker-7", now.minusSeconds(3611))),
        401,
        ErrorCode.INVALID_CREDENTIALS);
    assertRefused(
        query(RunningApi.grant(1, "worker-7", now.plusSeconds(60))),
        401,
        ErrorCode.INVALID_CREDENTIALS);
    assertRefused(query(RunningApi.grant(1, "worker-8", now)), 403, ErrorCode.PERMISSION_DENIED);
    assertThat(api.sessions.requests).isEmpty();
  }

  @Test
  void reasonIsInTheLogOnceForABurst() {
    try (CapturedLog log = CapturedLog.of(GrantCheck.class.getName())) {
      for (int i = 0; i < 20; i++) {
        queryWith("nonsense");
      }

      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().getFirst()).contains("grants are refused", "MALFORMED");
    }
  }

  @Test
  void revokedGrantIsRefusedAlsoWhereItWasBelievedBefore() {
    assertThat(query(ofRevision(4)).statusCode()).isEqualTo(200);

    revoke(ANN, 5);

    assertRefused(query(ofRevision(4)), 401, ErrorCode.INVALID_CREDENTIALS);
    assertThat(query(ofRevision(5)).statusCode()).isEqualTo(200);
    assertThat(api.sessions.ended).containsExactly(ANN);
  }

  @Test
  void removedUserIsRefusedForGood() {
    revoke(ANN, Long.MAX_VALUE);

    assertRefused(query(ofRevision(1_000_000)), 401, ErrorCode.INVALID_CREDENTIALS);
  }

  @Test
  void sameRevocationAgainEndsNoNewSession() {
    revoke(ANN, 5);
    query(ofRevision(5));
    revoke(ANN, 5);
    revoke(ANN, 3);

    assertThat(api.sessions.ended).containsExactly(ANN);
    assertThat(query(ofRevision(5)).statusCode()).isEqualTo(200);
  }

  @Test
  void laterGrantTellsOfARevocationThatHasNotCome() {
    query(ofRevision(4));
    assertThat(api.sessions.ended).isEmpty();

    assertThat(query(ofRevision(6)).statusCode()).isEqualTo(200);

    assertThat(api.sessions.ended).containsExactly(ANN);
    assertRefused(query(ofRevision(4)), 401, ErrorCode.INVALID_CREDENTIALS);
    revoke(ANN, 6);
    assertThat(api.sessions.ended).hasSize(1);
  }

  @Test
  void sessionThatOpensDuringARevocationIsClosed() throws Exception {
    api.sessions.whileOpening = () -> revoke(ANN, 5);

    assertRefused(query(ofRevision(4)), 401, ErrorCode.INVALID_CREDENTIALS);

    assertThat(api.sessions.opened.getFirst().closed.getCount()).isZero();
    assertThat(api.sessions.opened.getFirst().executed).isEmpty();
  }

  @Test
  void nobodyRevokesByARequest() {
    var validity = new Validity("worker-7", Instant.now(), Instant.now().plusSeconds(60));
    Grant own = Grant.ofPlatform(RunningApi.PRODUCTION, Map.of(), validity);
    for (Grant grant : List.of(own, RunningApi.GRANT)) {
      HttpResponse<String> answer =
          api.send(
              api.request("/platform/revocations", grant)
                  .POST(HttpRequest.BodyPublishers.ofString("[]")));
      assertRefused(answer, 404, ErrorCode.ROUTE_NOT_FOUND);
    }
    assertThat(api.sessions.ended).isEmpty();
  }
}
