/// The Session port: the one interface through which every front end runs SQL.
@NullMarked
package ai.altertable.foundation.session;

import org.jspecify.annotations.NullMarked;
