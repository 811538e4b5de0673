package ai.altertable.rest;

import ai.altertable.rest.operation.Operations;

/// Remembers what the server has asked for.
final class FakeOperations implements Operations {
  @Override
  public String metrics() {
    return "[]";
  }
}
