@NullMarked
package ai.altertable.rest.query;

import org.jspecify.annotations.NullMarked;
