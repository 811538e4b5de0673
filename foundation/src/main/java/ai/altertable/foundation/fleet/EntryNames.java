package ai.altertable.foundation.fleet;

/// What the entries of a gateway's [Configuration] are called, see [GatewayBriefing]; those of a
/// worker are in [WorkerBriefingCodec]. A name that ends in `/` goes on with what the entry is
/// about.
///
/// ```
///   worker/SLUG           WorkerEntry
///   revision/PRINCIPAL    the first revision of that principal that counts
///   access                changes whenever answers to logins may have changed
///   control-plane         where its HTTP server listens for gateways, host:port
/// ```
public final class EntryNames {
  public static final String REVISION = "revision/";
  public static final String WORKER = "worker/";
  public static final String ACCESS = "access";
  public static final String CONTROL_PLANE = "control-plane";

  private EntryNames() {}
}
