package ai.altertable.launcher.confinement;

/// A part of what confines a process, which may be left out by itself.
enum Wall {
  FILES("files"),
  NETWORK("TCP connections"),
  APART("signals and abstract Unix sockets");

  private final String words;

  Wall(String words) {
    this.words = words;
  }

  /// What it holds back, in the words of a log line.
  String words() {
    return words;
  }
}
