package ai.altertable.engine.instance;

import ai.altertable.foundation.catalog.MetadataServer;
import java.util.List;
import java.util.UUID;

/// What makes two requests share an instance. It holds the attachments themselves, so a changed
/// catalog or right makes a new instance, and sessions with state stay on the old one.
public record InstanceKey(
    UUID environment, UUID principal, MetadataServer metadata, List<Attachment> attachments) {
  public InstanceKey {
    attachments = List.copyOf(attachments);
  }
}
