/// The words of SQL text, and the statements that they make, by DuckDB's own rules.
@NullMarked
package ai.altertable.engine.lexer;

import org.jspecify.annotations.NullMarked;
