package ai.altertable.engine.instance;

import java.time.ZoneId;

/// What a connection is set to before a session gets it.
///
/// @param catalog where unqualified names resolve, with `schema`
public record ConnectionContext(String catalog, String schema, ZoneId timeZone) {}
