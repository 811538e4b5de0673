package ai.altertable.rest.upload;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.session.FileFormat;
import ai.altertable.foundation.session.LoadMode;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.rest.call.Call;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a client asks of `POST /upload`.
///
/// @param catalog the default one when absent
/// @param schema the default one when absent; made when it does not exist
/// @param format as the client says
record UploadRequest(
    Optional<String> catalog,
    Optional<String> schema,
    String table,
    LoadMode mode,
    Optional<FileFormat> format) {
  private static final String TAKEN = "catalog, schema, table, mode and format";

  /// The last two are what clients send beside the mode `upsert`.
  private static final Set<String> PARAMETERS =
      Set.of("catalog", "schema", "table", "mode", "format", "primary_key", "cursor_field");

  private static final int NAME_CHARS_MAX = 64;

  /// @throws PlatformException INVALID_REQUEST, INVALID_PARAMETER, FEATURE_NOT_SUPPORTED
  static UploadRequest of(Call call) {
    Map<String, List<String>> sent = call.exchange().target().query();
    refuseUnknown(sent.keySet());
    refuseRepeated(sent);
    return new UploadRequest(
        call.parameter("catalog"),
        call.parameter("schema"),
        call.parameter("table")
            .orElseThrow(() ->
                new PlatformException(
                    ErrorCode.INVALID_REQUEST,
                    "the parameter 'table' is missing; name the table to upload into")),
        call.parameter("mode").map(UploadRequest::mode).orElse(LoadMode.APPEND),
        Formats.declared(
            call.exchange().headers().first("content-type"), call.parameter("format")));
  }

  /// One that is misspelt would send the rows elsewhere, or in another way.
  private static void refuseUnknown(Set<String> names) {
    for (String name : names) {
      if (!name.isEmpty() && !PARAMETERS.contains(name)) {
        String shown = name.substring(0, Math.min(name.length(), NAME_CHARS_MAX));
        throw new PlatformException(
            ErrorCode.INVALID_PARAMETER,
            "'%s' is no parameter of an upload; it takes %s".formatted(shown, TAKEN));
      }
    }
  }

  /// Which of them counts, nobody would know.
  private static void refuseRepeated(Map<String, List<String>> sent) {
    sent.forEach((name, values) -> {
      if (values.size() > 1) {
        throw new PlatformException(
            ErrorCode.INVALID_PARAMETER,
            "the parameter '%s' is given %d times; give it once".formatted(name, values.size()));
      }
    });
  }

  private static LoadMode mode(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "create" -> LoadMode.CREATE;
      case "append" -> LoadMode.APPEND;
      case "overwrite" -> LoadMode.OVERWRITE;
      case "create_append" -> LoadMode.CREATE_APPEND;
      case "upsert" ->
          throw new PlatformException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "mode 'upsert' is not supported yet; upload into a table beside and MERGE");
      default ->
          throw new PlatformException(
              ErrorCode.INVALID_PARAMETER,
              "'" + name + "' is no mode; write create, append, create_append or overwrite");
    };
  }

  /// For those who look at what runs.
  String describe() {
    String into = schema.map(name -> name + "." + table).orElse(table);
    return "upload into " + catalog.map(name -> name + "." + into).orElse(into);
  }

  /// The schema is left out: it may not exist yet.
  SessionRequest sessionRequest(Grant grant) {
    return new SessionRequest(
        grant.principal(),
        grant.environment(),
        grant.access(),
        catalog.or(grant::defaultCatalog),
        Optional.empty(),
        Optional.empty(),
        grant.clientInterface(),
        grant.clientAddress(),
        Optional.empty(),
        false);
  }
}
