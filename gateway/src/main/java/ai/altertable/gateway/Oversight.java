package ai.altertable.gateway;

import ai.altertable.gateway.metric.GatewayMetrics;
import ai.altertable.gateway.route.OperatorPage;

/// How whoever operates the server sees it through the gateway.
///
/// @param readiness what `GET /ready` answers
/// @param metrics where the gateway counts
/// @param page what `GET /metrics` answers
public record Oversight(Readiness readiness, GatewayMetrics metrics, OperatorPage page) {}
