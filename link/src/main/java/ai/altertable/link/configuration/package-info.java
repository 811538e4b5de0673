/// What differs between two configurations, and how it travels.
@NullMarked
package ai.altertable.link.configuration;

import org.jspecify.annotations.NullMarked;
