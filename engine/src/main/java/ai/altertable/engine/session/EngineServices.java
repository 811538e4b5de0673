package ai.altertable.engine.session;

import ai.altertable.engine.EngineConfig;
import ai.altertable.engine.EngineEvents;
import ai.altertable.engine.EngineThreads;
import ai.altertable.engine.admission.AdmissionGate;
import ai.altertable.engine.guard.Guard;
import ai.altertable.engine.lakehouse.Lakehouse;
import org.apache.arrow.memory.BufferAllocator;

/// What all sessions of a worker share.
public record EngineServices(
    EngineConfig config,
    Guard guard,
    EngineThreads threads,
    AdmissionGate gate,
    EngineTimer timer,
    StuckStatements stuck,
    Lakehouse lakehouse,
    EngineEvents events,
    Drain drain,
    CommitQueues commits,
    OpenTransactions transactions,
    BufferAllocator allocator) {}
