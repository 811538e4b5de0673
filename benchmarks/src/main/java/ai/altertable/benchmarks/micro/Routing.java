package ai.altertable.benchmarks.micro;

import ai.altertable.gateway.route.OperatorPage;
import ai.altertable.gateway.route.RouteMatch;
import ai.altertable.gateway.route.Routes;
import ai.altertable.gateway.route.StatusPages;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The gateway's table of routes: nanoseconds a request.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Routing {
  @Param({"/query", "/query/0190f0c4-8a6f-7c3d-9e0b-2f4f5d7a1b2c", "/nowhere"})
  public String path = "";

  private final Routes routes =
      Routes.of(new StatusPages(Optional::empty), _ -> new OperatorPage.Content("text/plain", ""));

  @Benchmark
  public RouteMatch match() {
    return routes.match(HttpMethod.POST, path);
  }
}
