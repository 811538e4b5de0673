package ai.altertable.gateway.login;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import java.time.Duration;

/// How credentials are checked.
///
/// @param rememberedFor how long credentials that were right need not be checked again, unless the
///   gateway is told to forget them; zero: every request is checked
/// @param countsUnchecked how long after their last check credentials that were right still count
///   while they cannot be checked, because who knows them is away
/// @param rememberedMax how many are remembered at most
/// @param checksMax how many may be under way at the same time; one more is answered with 429. They
///   wait for the authenticator, which lets few of them use a processor at once
/// @param checksPerAddressMax how many of them may come from one client address
/// @param grantLifetime how long a worker believes a grant; a new one is made at half of it
public record LoginConfig(
    Duration rememberedFor,
    Duration countsUnchecked,
    int rememberedMax,
    int checksMax,
    int checksPerAddressMax,
    Duration grantLifetime,
    ThrottleConfig throttle) {
  public LoginConfig {
    if (rememberedFor.isNegative()) {
      throw new IllegalArgumentException(
          "rememberedFor must not be negative, but is " + rememberedFor);
    }
    if (countsUnchecked.isNegative()) {
      throw new IllegalArgumentException(
          "countsUnchecked must not be negative, but is " + countsUnchecked);
    }
    if (rememberedMax < 0) {
      throw new IllegalArgumentException(
          "rememberedMax must not be negative, but is " + rememberedMax);
    }
    requirePositive("checksPerAddressMax", checksPerAddressMax);
    requirePositive("checksMax", checksMax);
    requirePositive("grantLifetime", grantLifetime);
  }

  public static LoginConfig defaults() {
    return new LoginConfig(
        Duration.ofSeconds(60),
        Duration.ofHours(1),
        10_000,
        256,
        16,
        Duration.ofSeconds(60),
        ThrottleConfig.defaults());
  }
}
