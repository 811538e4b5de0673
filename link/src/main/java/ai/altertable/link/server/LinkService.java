package ai.altertable.link.server;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Registrar;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.link.certificate.CertificateRequests;
import ai.altertable.link.contract.EnrollRequest;
import ai.altertable.link.contract.FromMember;
import ai.altertable.link.contract.Issued;
import ai.altertable.link.contract.LinkGrpc;
import ai.altertable.link.contract.RenewRequest;
import ai.altertable.link.contract.ToMember;
import ai.altertable.link.message.ServerTime;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What callers may ask. Each call has a virtual thread, which the registrar may block.
final class LinkService extends LinkGrpc.LinkImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(LinkService.class);
  private static final int SECRET_CHARACTERS_MAX = 128;

  private final Admission admission;
  private final Registrar registrar;
  private final Issuer issuer;
  private final LinkStreams streams;
  private final Strangers strangers;
  private final RefusalLog refusals;
  private final Clock clock;

  LinkService(
      Admission admission,
      Registrar registrar,
      Issuer issuer,
      LinkStreams streams,
      Strangers strangers,
      RefusalLog refusals,
      Clock clock) {
    this.admission = admission;
    this.registrar = registrar;
    this.issuer = issuer;
    this.streams = streams;
    this.strangers = strangers;
    this.refusals = refusals;
    this.clock = clock;
  }

  @Override
  public void enroll(EnrollRequest request, StreamObserver<Issued> answer) {
    answer(answer, "enrolment", () -> enroll(request));
  }

  private Issued enroll(EnrollRequest request) {
    // The request is proved before the token is spent.
    var key = key(request.getCertificateRequest());
    if (request.getSecret().isEmpty() || request.getSecret().length() > SECRET_CHARACTERS_MAX) {
      throw refused(Status.Code.UNAUTHENTICATED, "enrolment", "the token is not known");
    }
    String from = caller().address();
    return switch (registrar.enroll(new Secret(request.getSecret()), from)) {
      case Registrar.Decision.Refused(String reason) ->
          throw refused(Status.Code.UNAUTHENTICATED, "enrolment", reason);
      case Registrar.Decision.Admitted(Member member) -> {
        LOG.info("{} {} has enrolled from {}", member.kind(), member.slug(), from);
        yield issuer.issue(member, key.key());
      }
    };
  }

  @Override
  public void renew(RenewRequest request, StreamObserver<Issued> answer) {
    answer(
        answer,
        "renewal",
        () -> {
          Member member = admitted("renewal").member();
          return issuer.issue(member, key(request.getCertificateRequest()).key());
        });
  }

  @Override
  public StreamObserver<FromMember> connect(StreamObserver<ToMember> answer) {
    ServerCallStreamObserver<ToMember> call = (ServerCallStreamObserver<ToMember>) answer;
    try {
      return streams.open(admitted("link"), call);
    } catch (RuntimeException failure) {
      call.onError(told(failure));
      return LinkStreams.deaf();
    }
  }

  private Admission.Outcome.Admitted admitted(String what) {
    return switch (admission.admit(caller().certificate())) {
      case Admission.Outcome.Admitted admitted -> {
        caller().connection().ifPresent(strangers::forget);
        yield admitted;
      }
      case Admission.Outcome.Refused(String reason) ->
          throw refused(Status.Code.UNAUTHENTICATED, what, reason);
    };
  }

  private CertificateRequests.Reading.Accepted key(ByteString request) {
    if (request.size() > CertificateRequests.BYTES_MAX) {
      throw refused(
          Status.Code.INVALID_ARGUMENT,
          "certificate request",
          "the certificate request is too long");
    }
    return switch (CertificateRequests.read(request.toByteArray())) {
      case CertificateRequests.Reading.Accepted accepted -> accepted;
      case CertificateRequests.Reading.Refused(String reason) ->
          throw refused(Status.Code.INVALID_ARGUMENT, "certificate request", reason);
    };
  }

  private static Caller caller() {
    return Caller.KEY.get();
  }

  private RuntimeException refused(Status.Code code, String what, String reason) {
    refusals.refused(caller().address(), what, reason);
    return ServerTime.refusal(code, reason, clock);
  }

  private void answer(StreamObserver<Issued> answer, String what, Supplier<Issued> asked) {
    Issued issued;
    try {
      issued = asked.get();
    } catch (RuntimeException failure) {
      answer.onError(told(failure));
      return;
    }
    answer.onNext(issued);
    answer.onCompleted();
    LOG.debug("{} of {} answered", what, caller().address());
  }

  /// What the caller may know of a failure.
  private Throwable told(RuntimeException failure) {
    if (failure instanceof StatusRuntimeException) {
      return failure;
    }
    PlatformException known = PlatformException.from(failure);
    LOG.error("a call cannot be answered: {}", known.logLine(), failure);
    return ServerTime.refusal(Status.Code.UNAVAILABLE, known.clientMessage(), clock);
  }
}
