package ai.altertable.controlplane.management;

import ai.altertable.controlplane.account.ManagementKeys;
import ai.altertable.controlplane.call.Caller;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.role.Rights;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authenticator;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Finds out who calls the management API: by a management key (`Bearer atm_…`), or by the name and
/// password of a principal (`Basic`). Safe for use by several threads.
record ManagementLogin(ManagementKeys keys, Authenticator passwords, Transactions transactions) {
  /// @throws PlatformException INVALID_CREDENTIALS
  Caller caller(Headers headers) {
    String header = headers.first("authorization").orElse("");
    int space = header.indexOf(' ');
    String scheme = space < 0 ? "" : header.substring(0, space).toLowerCase(Locale.ROOT);
    String claim = header.substring(space + 1).strip();
    Optional<Caller> caller =
        switch (scheme) {
          case "bearer" -> keys.caller(new Secret(claim));
          case "basic" -> basic(claim);
          default -> Optional.empty();
        };
    return caller.orElseThrow(ManagementLogin::refused);
  }

  private Optional<Caller> basic(String claim) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(claim), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    Secret password = new Secret(pair.substring(colon + 1));
    return passwords.authenticate(pair.substring(0, colon), password)
            instanceof Authenticated authenticated
        ? caller(authenticated)
        : Optional.empty();
  }

  /// With the roles of this moment, whatever a remembered login says.
  private Optional<Caller> caller(Authenticated known) {
    return transactions.call(handle ->
        handle
            .createQuery(
                "select organization_id, " + Rights.COLUMN + " from principal where id = :id")
            .bind("id", known.principal().id())
            .map((row, _) ->
                new Caller(
                    known.principal().id(),
                    row.getObject("organization_id", UUID.class),
                    Rights.of(row),
                    known.environment().slug()))
            .findOne());
  }

  private static PlatformException refused() {
    return new PlatformException(
        ErrorCode.INVALID_CREDENTIALS,
        "send a management key as 'Authorization: Bearer atm_…', or an administrator's name and"
            + " password as Basic");
  }
}
