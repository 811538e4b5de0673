package ai.altertable.engine.admission;

/// How full a worker is at one moment.
///
/// @param open statements that were let in, computing or being read
/// @param longComputing those of them that are long and have their turn
/// @param longPaused those of them that are long and wait for their turn
/// @param waiting statements that wait to be let in
public record Occupancy(int open, int longComputing, int longPaused, int waiting) {}
