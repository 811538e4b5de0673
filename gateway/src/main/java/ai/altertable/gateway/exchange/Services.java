package ai.altertable.gateway.exchange;

import ai.altertable.foundation.placement.Placements;
import ai.altertable.gateway.login.Logins;
import ai.altertable.gateway.metric.GatewayMetrics;
import ai.altertable.gateway.route.Routes;
import ai.altertable.http.error.WarningBursts;
import ai.altertable.http.wire.HttpLimits;
import ai.altertable.http.wire.UpstreamConnections;
import java.time.Clock;

/// What every exchange needs.
///
/// @param warnings for what happens to many requests at once
public record Services(
    Clock clock,
    HttpLimits limits,
    Routes routes,
    Logins logins,
    Placements placements,
    UpstreamConnections upstreams,
    GatewayMetrics metrics,
    WarningBursts warnings) {}
