@NullMarked
package ai.altertable.rest.ndjson;

import org.jspecify.annotations.NullMarked;
