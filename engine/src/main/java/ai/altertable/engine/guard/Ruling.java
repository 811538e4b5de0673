package ai.altertable.engine.guard;

/// What the classification says of a name.
///
/// @param rule that refuses it; for what is not refused, the rule by which the rest of it is
record Ruling(Decision decision, Rule rule) {
  /// The words, in lower case, are those of the classification.
  enum Decision {
    ALLOW,
    /// Who may write to a catalog.
    OWNER,
    /// A setting that may be read, not set.
    READ,
    /// With plain names only, and no hidden ones.
    NAME,
    /// With a text that is checked itself.
    QUERY,
    /// With the names of relations, which are checked as such.
    TABLE,
    /// Where a value may stand, not where a relation may: there a table macro of the same name
    /// reads the relation that its argument names.
    VALUE,
    /// With the name of a setting.
    SETTING,
    REFUSE
  }

  boolean refuses() {
    return decision == Decision.REFUSE;
  }
}
