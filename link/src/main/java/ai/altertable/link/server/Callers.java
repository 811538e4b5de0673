package ai.altertable.link.server;

import ai.altertable.link.contract.LinkGrpc;
import ai.altertable.link.message.ServerTime;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Clock;

/// Tells the service who calls, and turns away strangers who try too often before anything that
/// they send is read.
final class Callers implements ServerInterceptor {
  private final EnrollmentLimiter limiter;
  private final RefusalLog refusals;
  private final Clock clock;

  Callers(EnrollmentLimiter limiter, RefusalLog refusals, Clock clock) {
    this.limiter = limiter;
    this.refusals = refusals;
    this.clock = clock;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Caller caller = Caller.of(call.getAttributes());
    boolean enrols =
        call.getMethodDescriptor()
            .getFullMethodName()
            .equals(LinkGrpc.getEnrollMethod().getFullMethodName());
    if (enrols && !limiter.allows(caller.address())) {
      String reason = "too many enrolments are tried; try again in a minute";
      refusals.refused(caller.address(), "enrolment (too many)", reason);
      call.close(Status.RESOURCE_EXHAUSTED.withDescription(reason), ServerTime.trailers(clock));
      return new ServerCall.Listener<>() {};
    }
    return Contexts.interceptCall(
        Context.current().withValue(Caller.KEY, caller), call, headers, next);
  }
}
