/// What can be queried: the databases of an environment, as a worker needs to know them.
@NullMarked
package ai.altertable.foundation.catalog;

import org.jspecify.annotations.NullMarked;
