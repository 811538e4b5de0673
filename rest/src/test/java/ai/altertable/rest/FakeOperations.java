package ai.altertable.rest;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.rest.operation.DrainState;
import ai.altertable.rest.operation.Operations;
import ai.altertable.rest.operation.SessionItem;
import ai.altertable.rest.operation.Target;
import ai.altertable.rest.operation.WorkItem;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Has what a test gives it, and remembers what was to be ended. There is nothing of the id `gone`.
final class FakeOperations implements Operations {
  final List<WorkItem> work = new CopyOnWriteArrayList<>();
  final List<SessionItem> sessions = new CopyOnWriteArrayList<>();
  final List<Target> ended = new CopyOnWriteArrayList<>();

  volatile boolean draining;

  @Override
  public String metrics() {
    return "[]";
  }

  @Override
  public List<WorkItem> work() {
    return work;
  }

  @Override
  public boolean endWork(Target target) {
    if (target.id().equals("gone")) {
      throw new PlatformException(ErrorCode.QUERY_NOT_FOUND, "no query gone is there");
    }
    ended.add(target);
    return true;
  }

  @Override
  public DrainState drainState() {
    return new DrainState(draining, work.size(), 3);
  }

  @Override
  public void drain(boolean on) {
    draining = on;
  }

  @Override
  public void endEverything() {
    work.clear();
  }

  @Override
  public List<SessionItem> sessions() {
    return sessions;
  }

  @Override
  public boolean endSession(Target target) {
    ended.add(target);
    return false;
  }
}
