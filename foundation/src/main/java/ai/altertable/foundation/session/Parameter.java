package ai.altertable.foundation.session;

import java.util.Optional;

/// A parameter of a prepared statement.
///
/// @param name `1`, `2` … for positional ones, else the name without `$`
/// @param type as far as the statement tells
public record Parameter(String name, Optional<SqlType> type) {}
