package ai.altertable.engine.guard;

import ai.altertable.engine.lexer.Token;

/// Looks at the tokens of one statement for one kind of thing.
///
/// @see Refusal.Found thrown by both methods as soon as something is to be refused
interface Check {
  void accept(Token token);

  /// The statement is over.
  void end();
}
