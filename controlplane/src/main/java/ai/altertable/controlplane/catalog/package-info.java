/// The databases of an environment, and the PostgreSQL schemas and roles behind them.
@NullMarked
package ai.altertable.controlplane.catalog;

import org.jspecify.annotations.NullMarked;
