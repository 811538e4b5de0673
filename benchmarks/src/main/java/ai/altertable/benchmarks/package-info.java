/// `./bench`: side-by-side measurements of the packaged product.
@NullMarked
package ai.altertable.benchmarks;

import org.jspecify.annotations.NullMarked;
