package io.github.walnut.run;

import java.time.Duration;

/**
 * What a recovery run needs to know after its plan is made.
 *
 * @param supply whose loss ends it
 * @param retries after the first try
 * @param stagger between two starts on one host
 * @param finishWave when mains fail again, the wave under way is completed
 */
public record RestartTerms(Supply supply, int retries, Duration stagger, boolean finishWave) {

    /** Between the end of one try and the next. */
    static final Duration PAUSE = Duration.ofSeconds(30);
}
