@NullMarked
package ai.altertable.rest;

import org.jspecify.annotations.NullMarked;
