package ai.altertable.foundation.fleet;

import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import ai.altertable.foundation.catalog.PostgresTls;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.lifecycle.Secret;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// A [WorkerBriefing] as a [Configuration], so that a change of one thing is sent as one entry:
///
/// ```
///   environment         {"id", "slug"}
///   metadata            {"host", "port", "database", "tls", "rootCertificate"}
///   catalog/<name>      {"metadataSchema", "dataPath", "owner": {"role", "password"}, "reader": …}
///   signer/<key>        "GATEWAY" or "CONTROL_PLANE"
///   revocation/<id>     the first revision of this principal that counts
/// ```
public final class WorkerBriefingCodec {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENVIRONMENT = "environment";
  private static final String METADATA = "metadata";
  private static final String CATALOG = "catalog/";
  private static final String SIGNER = "signer/";
  private static final String REVOCATION = "revocation/";

  private WorkerBriefingCodec() {}

  public static Configuration encode(WorkerBriefing briefing) {
    SortedMap<String, String> entries = new TreeMap<>();
    entries.put(
        ENVIRONMENT,
        JSON.createObjectNode()
            .put("id", briefing.environment().id().toString())
            .put("slug", briefing.environment().slug())
            .toString());
    entries.put(METADATA, text(briefing.catalogs().metadata()));
    for (ManagedDatabase database : briefing.catalogs().databases()) {
      entries.put(CATALOG + database.name(), text(database));
    }
    for (GrantKeys.Key signer : briefing.signers()) {
      entries.put(SIGNER + signer.text(), signer.owner().name());
    }
    for (Revocation one : briefing.revocations()) {
      entries.put(REVOCATION + one.principal(), Long.toString(one.revision()));
    }
    return new Configuration(entries);
  }

  private static String text(MetadataServer server) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("host", server.host())
            .put("port", server.port())
            .put("database", server.database())
            .put("tls", server.tls().mode().name());
    server.tls().rootCertificate().ifPresent(file -> node.put("rootCertificate", file));
    return node.toString();
  }

  private static String text(ManagedDatabase database) {
    ObjectNode node = JSON.createObjectNode();
    node.put("metadataSchema", database.metadataSchema());
    node.put("dataPath", database.dataPath());
    node.set("owner", login(database.owner()));
    node.set("reader", login(database.reader()));
    return node.toString();
  }

  private static ObjectNode login(ManagedDatabase.Login login) {
    return JSON.createObjectNode()
        .put("role", login.role())
        .put("password", login.password().value());
  }

  /// Entries of other kinds are left out: they are for later versions of the program.
  ///
  /// @throws IllegalArgumentException when an entry is not what [#encode] writes; its message names
  ///   the entry, and holds nothing of its text
  public static WorkerBriefing decode(Configuration configuration) {
    List<ManagedDatabase> databases = new ArrayList<>();
    List<GrantKeys.Key> signers = new ArrayList<>();
    List<Revocation> revocations = new ArrayList<>();
    for (Map.Entry<String, String> entry : configuration.entries().entrySet()) {
      String name = entry.getKey();
      try {
        if (name.startsWith(CATALOG)) {
          databases.add(database(name.substring(CATALOG.length()), read(entry.getValue())));
        } else if (name.startsWith(SIGNER)) {
          GrantKeys.Owner owner = GrantKeys.Owner.valueOf(entry.getValue());
          signers.add(new GrantKeys.Key(owner, name.substring(SIGNER.length())));
        } else if (name.startsWith(REVOCATION)) {
          UUID principal = UUID.fromString(name.substring(REVOCATION.length()));
          revocations.add(new Revocation(principal, Long.parseLong(entry.getValue())));
        }
      } catch (IllegalArgumentException malformed) {
        throw malformed(name);
      }
    }
    return new WorkerBriefing(
        environment(configuration.entries()),
        new Catalogs(metadata(configuration.entries()), databases),
        signers,
        revocations);
  }

  private static Environment environment(SortedMap<String, String> entries) {
    try {
      JsonNode node = read(entries.getOrDefault(ENVIRONMENT, ""));
      return new Environment(
          UUID.fromString(node.required("id").asText()), node.required("slug").asText());
    } catch (IllegalArgumentException malformed) {
      throw malformed(ENVIRONMENT);
    }
  }

  private static MetadataServer metadata(SortedMap<String, String> entries) {
    try {
      JsonNode node = read(entries.getOrDefault(METADATA, ""));
      return new MetadataServer(
          node.required("host").asText(),
          node.required("port").asInt(),
          node.required("database").asText(),
          new PostgresTls(
              PostgresTls.Mode.valueOf(node.required("tls").asText()),
              Optional.ofNullable(node.get("rootCertificate")).map(JsonNode::asText)));
    } catch (IllegalArgumentException malformed) {
      throw malformed(METADATA);
    }
  }

  private static ManagedDatabase database(String name, JsonNode node) {
    return new ManagedDatabase(
        name,
        node.required("metadataSchema").asText(),
        node.required("dataPath").asText(),
        login(node.required("owner")),
        login(node.required("reader")));
  }

  private static ManagedDatabase.Login login(JsonNode node) {
    return new ManagedDatabase.Login(
        node.required("role").asText(), new Secret(node.required("password").asText()));
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("no JSON");
    }
  }

  /// Without its cause, whose message may repeat a secret.
  private static IllegalArgumentException malformed(String entry) {
    return new IllegalArgumentException(
        "the entry '" + entry + "' of a configuration is malformed");
  }
}
