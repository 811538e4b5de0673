package ai.altertable.benchmarks.measure;

import java.util.Locale;

/// What values are counted in.
public enum Unit {
  SECONDS {
    @Override
    public String format(double value) {
      if (value >= 10) {
        return String.format(Locale.ROOT, "%.1f s", value);
      }
      double millis = value * 1e3;
      int digits = millis >= 100 ? 0 : millis >= 10 ? 1 : millis >= 1 ? 2 : 3;
      return String.format(Locale.ROOT, "%,." + digits + "f ms", millis);
    }
  },
  BYTES {
    @Override
    public String format(double value) {
      return String.format(Locale.ROOT, "%,.0f MB", value / 1e6);
    }
  };

  public abstract String format(double value);
}
