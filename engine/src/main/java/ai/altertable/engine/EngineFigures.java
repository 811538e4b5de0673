package ai.altertable.engine;

import ai.altertable.engine.admission.Occupancy;
import ai.altertable.engine.session.SessionCount;

/// How an engine is at one moment.
///
/// @param draining whether it lets nothing new begin
public record EngineFigures(boolean draining, Occupancy occupancy, SessionCount sessions) {}
