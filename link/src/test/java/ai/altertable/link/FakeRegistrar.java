package ai.altertable.link;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Registrar;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Knows tokens and members in memory.
public final class FakeRegistrar implements Registrar {
  private final Map<String, Member> tokens = new ConcurrentHashMap<>();
  private final Set<String> expired = ConcurrentHashMap.newKeySet();
  private final Map<UUID, Member> members = new ConcurrentHashMap<>();

  /// A token that makes a worker.
  public Secret token(String slug) {
    return token(new Member(UUID.randomUUID(), Member.Kind.WORKER, slug));
  }

  public Secret token(Member member) {
    String secret = "s-" + UUID.randomUUID();
    tokens.put(secret, member);
    return new Secret(secret);
  }

  public void expire(Secret secret) {
    expired.add(secret.value());
  }

  public void revoke(UUID member) {
    members.remove(member);
  }

  public void add(Member member) {
    members.put(member.id(), member);
  }

  @Override
  public Decision enroll(Secret secret, String from) {
    if (expired.contains(secret.value())) {
      return new Decision.Refused("the token has expired; make a new one");
    }
    Member member = tokens.remove(secret.value());
    if (member == null) {
      return new Decision.Refused("the token is not known or has been used; make a new one");
    }
    members.put(member.id(), member);
    return new Decision.Admitted(member);
  }

  @Override
  public Decision admit(UUID member) {
    Member known = members.get(member);
    return known == null
        ? new Decision.Refused("it is no member any more")
        : new Decision.Admitted(known);
  }
}
