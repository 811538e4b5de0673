# Finds a JDK 25 or newer and exports JAVA_HOME. Sourced by the commands in the project's root.

java_major() {
  [ -x "$1/bin/javac" ] || return 1
  "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
}

find_jdk() {
  for candidate in "${JAVA_HOME:-}" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
    [ -n "$candidate" ] || continue
    major=$(java_major "$candidate") || continue
    if [ "${major:-0}" -ge 25 ] 2>/dev/null; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  {
    echo "Altertable needs a JDK 25 or newer, and none was found."
    if command -v java >/dev/null 2>&1; then
      echo "  on the PATH: $(java -version 2>&1 | head -n 1)"
    fi
    echo "  looked in: JAVA_HOME (${JAVA_HOME:-not set}), /usr/lib/jvm, /usr/java, /opt,"
    echo "    /Library/Java, Homebrew, ~/.sdkman, ~/.jdks"
    echo "Install one (for example Temurin 25), or set JAVA_HOME to where it is."
  } >&2
  return 1
}

need_maven() {
  if ! command -v mvn >/dev/null 2>&1; then
    echo "Altertable is built with Maven 3.8 or newer, and 'mvn' is not on the PATH." >&2
    echo "Install it (for example: apt-get install maven, or brew install maven)." >&2
    return 1
  fi
}
