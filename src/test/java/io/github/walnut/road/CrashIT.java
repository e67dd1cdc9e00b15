package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.LongForm;
import io.github.walnut.Requirement;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealSshd;
import io.github.walnut.peers.RealUpsd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random moments of runs, of resumed runs and of starts, and what becomes of the runs.
 * Repeat one by {@code -Dtest.seed=N}; {@code -Dtest.kills=N} sets how many kills there are.
 */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, RealSshd.PROGRAM, "ssh-keygen"})
class CrashIT {

    private static final int LANES = 2;
    private static final int KILLS = LongForm.Size.of(4, 12);

    @TempDir private Path folder;

    @Test
    @Requirement({"EXE-94", "EXE-44", "EXE-45", "OPS-62"})
    void killed_at_any_moment_the_runs_end_as_if_nothing_had_happened() throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime() % 1_000_000);
        AtomicInteger left = new AtomicInteger(kills());
        System.out.printf("CrashIT: %d kills, -Dtest.seed=%d%n", left.get(), seed);
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<CrashLane.Tally>> lanes = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                Path place = Files.createDirectory(folder.resolve("lane" + lane));
                Random random = new Random(seed + lane);
                lanes.add(threads.submit(() -> lane(place, random, left)));
            }
            int kills = 0;
            for (Future<CrashLane.Tally> lane : lanes) {
                CrashLane.Tally tally = lane.get();
                System.out.println("CrashIT: " + tally);
                kills += tally.kills();
            }
            assertThat(kills).isEqualTo(kills());
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static CrashLane.Tally lane(Path place, Random random, AtomicInteger left)
            throws Exception {
        try (CrashLane lane = new CrashLane(place, random)) {
            lane.install();
            lane.playUndisturbed();
            while (left.get() > 0) {
                lane.playKilled(left);
            }
            return lane.tally();
        }
    }

    private static int kills() {
        int wanted = Integer.getInteger("test.kills", 0);
        return wanted > 0 ? wanted : KILLS;
    }
}
