package ai.altertable.engine.guard;

/// Why something is refused. The words, in lower case, are those of the classification.
enum Rule {
  /// Reads or writes files of the server, or tells where they are.
  FILE("reads or writes files, which no statement may; load files with POST /upload"),
  NETWORK("reaches other servers, which no statement may"),
  SECRET("concerns secrets, which are the server's alone"),
  /// Changes or shows what the instance is made of.
  ENGINE("is for running the engine, which the server does"),
  METADATA("belongs to what the server keeps of its own; nobody reaches it by SQL"),
  /// Runs what does not stand in the statement.
  CODE("runs code or SQL that cannot be checked beforehand; write it in the statement itself"),
  /// New in the engine, and nobody has decided yet.
  UNCLASSIFIED("is not classified yet, and is refused until it is");

  private final String reason;

  Rule(String reason) {
    this.reason = reason;
  }

  /// Goes on from the name of what is refused.
  String reason() {
    return reason;
  }

  /// @param subject what is refused: `the function read_csv`
  Refusal refuses(String subject) {
    return Refusal.denied(this, subject + " " + reason);
  }
}
