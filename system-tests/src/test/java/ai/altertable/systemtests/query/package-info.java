/// Queries over HTTP: answers, errors, sessions, types, clients that go away.
@NullMarked
package ai.altertable.systemtests.query;

import org.jspecify.annotations.NullMarked;
