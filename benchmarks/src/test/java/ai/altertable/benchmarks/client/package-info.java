@NullMarked
package ai.altertable.benchmarks.client;

import org.jspecify.annotations.NullMarked;
