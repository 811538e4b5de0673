package ai.altertable.engine;

import ai.altertable.engine.admission.Occupancy;
import ai.altertable.engine.instance.InstanceUse;
import ai.altertable.engine.session.SessionCount;

/// How an engine is at one moment.
public record EngineFigures(Occupancy occupancy, SessionCount sessions, InstanceUse instances) {}
