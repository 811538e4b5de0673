@NullMarked
package ai.altertable.rest.upload;

import org.jspecify.annotations.NullMarked;
