package ai.altertable.controlplane.fleet.authority;

import ai.altertable.controlplane.database.Transactions;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// The one certificate authority of the platform, which all control planes share.
public final class Authorities {
  private final Transactions transactions;
  private final KeySeal seal;

  public Authorities(Transactions transactions, KeySeal seal) {
    this.transactions = transactions;
    this.seal = seal;
  }

  /// The authority; made if there is none yet, once, however many ask for it at the same time.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException INTERNAL when its key was sealed
  ///   under another master key
  public Authority findOrMake(Supplier<Authority> make) {
    return transactions.callAlone(
        "certificate authority",
        handle -> find(handle).orElseGet(() -> insert(handle, make.get())));
  }

  private Optional<Authority> find(Handle handle) {
    return handle
        .createQuery("select certificate, sealed_key from authority")
        .map((row, _) ->
            new Authority(row.getString("certificate"), seal.open(row.getBytes("sealed_key"))))
        .findOne();
  }

  private Authority insert(Handle handle, Authority made) {
    handle
        .createUpdate(
            "insert into authority (certificate, sealed_key) values (:certificate, :sealed)")
        .bind("certificate", made.certificate())
        .bind("sealed", seal.seal(made.privateKey()))
        .execute();
    return made;
  }
}
