/// Queries and the log of queries. Start reading at [ai.altertable.rest.query.QueryResource].
@NullMarked
package ai.altertable.rest.query;

import org.jspecify.annotations.NullMarked;
