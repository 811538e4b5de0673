/// What a statement's words tell the sessions of it, before the engine has bound it. Start reading
/// at [ai.altertable.engine.statement.StatementShape].
@NullMarked
package ai.altertable.engine.statement;

import org.jspecify.annotations.NullMarked;
