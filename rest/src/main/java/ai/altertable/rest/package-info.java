/// The data plane's HTTP API. Start reading at [ai.altertable.rest.RestApi].
@NullMarked
package ai.altertable.rest;

import org.jspecify.annotations.NullMarked;
