package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealUpsd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/**
 * A hundred UPSs on one real upsd. The best of many rounds counts, for other work may slow down any
 * of them.
 */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS})
class NutSpeedIT {

    private static final int UPSES = 100;
    private static final int ROUNDS = 40;
    private static final NutLimits LIMITS = new NutLimits(20_000, 64);

    @Test
    @Requirement("NUT-40")
    void reads_a_hundred_upses_within_the_bars() throws Exception {
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
        NutHost host =
                new NutHost(
                        NutClock.system(),
                        NutTlsMemory.transientMemory(),
                        (name, port) -> java.net.InetAddress.getByName(name),
                        null,
                        null,
                        watchdog,
                        new NutLog());
        try (RealUpsd upsd = RealUpsd.withMany(UPSES).start();
                NutSession session =
                        new NutSession(settings(upsd), host, NutSession.IdleRule.KEEP_ALIVE)) {
            UpsRoster roster =
                    new UpsRoster(
                            UpsAddress.parse("*@" + upsd.host() + ":" + upsd.port()),
                            session,
                            LIMITS,
                            host);
            roster.refresh(PollKind.FULL);
            UpsRound round = new UpsRound(session, LIMITS, host);

            assertThat(bestMillis(round, roster, PollKind.FULL))
                    .as("full round")
                    .isLessThanOrEqualTo(250);
            assertThat(bestMillis(round, roster, PollKind.FAST))
                    .as("fast round")
                    .isLessThanOrEqualTo(100);
        } finally {
            watchdog.shutdownNow();
        }
    }

    private static double bestMillis(UpsRound round, UpsRoster roster, PollKind kind) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            List<UpsQuestion> questions =
                    roster.watches().stream().map(watch -> UpsQuestion.of(watch, kind)).toList();
            List<UpsPoll> polls = new ArrayList<>();
            long before = System.nanoTime();
            round.run(questions, polls::add);
            best = Math.min(best, (System.nanoTime() - before) / 1e6);
            assertThat(polls).hasSize(UPSES).allMatch(UpsPoll::good);
        }
        System.out.printf("%s round of %d UPSs: %.1f ms at best%n", kind, UPSES, best);
        return best;
    }

    private static NutSessionSettings settings(RealUpsd upsd) {
        return new NutSessionSettings(
                new NutServer(upsd.host(), upsd.port()),
                NutCredentials.NONE,
                new NutTlsSettings(NutTlsMode.OFF, NutTlsTrust.FIRST_USE, null, null),
                5000,
                20_000,
                25_000,
                1000,
                30_000);
    }
}
