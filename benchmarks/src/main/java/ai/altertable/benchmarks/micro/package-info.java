/// JMH benchmarks of the product's hot paths, in the product's own classes.
@NullMarked
package ai.altertable.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
