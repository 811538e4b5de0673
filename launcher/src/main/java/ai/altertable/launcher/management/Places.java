package ai.altertable.launcher.management;

import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// The organization and the environments that orders are about.
record Places(Tenants tenants) {
  Organization organization() {
    return tenants.organization(Organization.DEFAULT);
  }

  List<Environment> environments() {
    return tenants.environments(organization());
  }

  /// The environment that an order names by its slug; the oldest one when it names none.
  ///
  /// @throws PlatformException OBJECT_NOT_FOUND
  Environment environment(JsonNode order) {
    String slug = order.path("environment").asText();
    return environments().stream()
        .filter(environment -> slug.isEmpty() || environment.slug().equals(slug))
        .findFirst()
        .orElseThrow(() ->
            new PlatformException(
                ErrorCode.OBJECT_NOT_FOUND, "there is no environment '" + slug + "'"));
  }
}
