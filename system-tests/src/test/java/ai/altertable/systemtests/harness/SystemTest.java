package ai.altertable.systemtests.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A class of system tests. Its methods may ask for the [Program], for the [RunningServer] that all
/// classes share, for an [Http] client of it, and for [TestFiles].
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Fixtures.class)
public @interface SystemTest {}
