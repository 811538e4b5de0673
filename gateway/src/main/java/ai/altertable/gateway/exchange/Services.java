package ai.altertable.gateway.exchange;

import ai.altertable.foundation.placement.Placements;
import ai.altertable.gateway.login.Logins;
import ai.altertable.gateway.metric.GatewayMetrics;
import ai.altertable.gateway.placement.BodyBudget;
import ai.altertable.gateway.placement.LeftOut;
import ai.altertable.gateway.placement.SessionPlaces;
import ai.altertable.gateway.route.Routes;
import ai.altertable.http.error.WarningBursts;
import ai.altertable.http.wire.HttpLimits;
import ai.altertable.http.wire.UpstreamAddress;
import ai.altertable.http.wire.UpstreamConnections;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/// What every exchange needs.
///
/// @param controlPlane where its HTTP server listens, for what is its to answer; empty while that
///   is not known
/// @param bodies bounds those that are held
/// @param heldBytesMax of one of them
/// @param warnings for what happens to many requests at once
public record Services(
    Clock clock,
    HttpLimits limits,
    Routes routes,
    Logins logins,
    Placements placements,
    Supplier<Optional<UpstreamAddress>> controlPlane,
    SessionPlaces places,
    LeftOut leftOut,
    BodyBudget bodies,
    int heldBytesMax,
    UpstreamConnections upstreams,
    GatewayMetrics metrics,
    WarningBursts warnings) {}
