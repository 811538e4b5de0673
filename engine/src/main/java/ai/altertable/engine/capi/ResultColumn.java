package ai.altertable.engine.capi;

import ai.altertable.foundation.session.SqlType;

/// A column of a result as DuckDB describes it. Names may repeat.
public record ResultColumn(String name, SqlType type) {}
