package io.github.walnut.peers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs these programs: an absolute path, a name on the PATH, or a file of this project.
 * Where one is absent the test is skipped and says which; with {@code -Dpeers=required} it fails
 * instead.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RealPeerCondition.class)
public @interface RealPeer {
    String[] value();

    /** Maven profile in which the test runs, for a peer that takes minutes; else it is skipped. */
    String profile() default "";
}
