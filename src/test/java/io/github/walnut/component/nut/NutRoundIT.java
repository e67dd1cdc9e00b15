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
class NutRoundIT {

    private static final int UPSES = 100;
    private static final int ROUNDS = 40;
    private static final NutLimits LIMITS = new NutLimits(20_000, 64);

    @Test
    @Requirement("NUT-40")
    void reads_a_hundred_upses_in_each_of_many_rounds() throws Exception {
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

            readsEach(round, roster, PollKind.FULL);
            readsEach(round, roster, PollKind.FAST);
        } finally {
            watchdog.shutdownNow();
        }
    }

    private static void readsEach(UpsRound round, UpsRoster roster, PollKind kind) {
        for (int i = 0; i < ROUNDS; i++) {
            List<UpsQuestion> questions =
                    roster.watches().stream().map(watch -> UpsQuestion.of(watch, kind)).toList();
            List<UpsPoll> polls = new ArrayList<>();
            round.run(questions, polls::add);
            assertThat(polls).hasSize(UPSES).allMatch(UpsPoll::good);
        }
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
