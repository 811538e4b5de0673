package ai.altertable.foundation.session;

import org.apache.arrow.vector.types.pojo.Field;

/// A column of an answer. The Arrow field says how values are laid out, the SQL type what they
/// mean: Arrow alone would lose UUID, JSON, the offset of TIME WITH TIME ZONE and more.
public record Column(String name, SqlType type, Field field) {}
