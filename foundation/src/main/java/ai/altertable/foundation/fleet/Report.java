package ai.altertable.foundation.fleet;

import java.util.UUID;

/// Something that a member has to tell and that must not be lost: it is told again, under the same
/// id, until the control plane has said that it is stored.
///
/// @param id unique; the control plane stores nothing twice under one
/// @param text not interpreted on its way; at most 1 MiB in UTF-8
public record Report(UUID id, String text) {}
