package io.github.walnut.outages;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Many seeds, on two threads; of the first that fails, the story of its smallest form. */
final class Seeds {

    private static final int THREADS = 2;

    private final LongFunction<World> maker;
    private final AtomicInteger demanded = new AtomicInteger();
    private final AtomicInteger orders = new AtomicInteger();

    Seeds(LongFunction<World> maker) {
        this.maker = maker;
    }

    /** The seeds that were asked for by {@code -Dtest.seed=N}, or the first so many. */
    static List<Long> asked(int count) {
        Long one = Long.getLong("test.seed");
        int many = Integer.getInteger("test.seeds", count);
        return one != null ? List.of(one) : LongStream.range(0, many).boxed().toList();
    }

    /** What is to be said about the first seed that fails; empty when none does. */
    Optional<String> firstFailure(List<Long> seeds) {
        ForkJoinPool pool = new ForkJoinPool(THREADS);
        try {
            return pool.submit(
                            () ->
                                    seeds.parallelStream()
                                            .filter(seed -> !good(maker.apply(seed)))
                                            .findAny())
                    .get()
                    .map(this::tell);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted among the seeds", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a seed did not come to its end", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** Shutdowns that had to happen in all seeds so far. */
    int demanded() {
        return demanded.get();
    }

    int orders() {
        return orders.get();
    }

    private boolean good(World world) {
        try {
            Trial trial = new Trial(world).play();
            Judge.Verdict verdict = Judge.judge(trial);
            demanded.addAndGet(verdict.demanded());
            orders.addAndGet(trial.orders().size());
            return verdict.good();
        } catch (RuntimeException e) {
            throw new IllegalStateException("seed " + world.seed() + " threw " + e, e);
        }
    }

    /** The smallest world that fails in the same way, and what happens in it. */
    String tell(long seed) {
        World world = maker.apply(seed);
        String kinds = Judge.judge(new Trial(world).play()).kinds();
        World small =
                new Shrinker(each -> Judge.judge(new Trial(each).play()).kinds().equals(kinds))
                        .shrink(world);
        Trial trial = new Trial(small).play();
        return "seed "
                + seed
                + " fails; again with -Dtest.seed="
                + seed
                + "; its smallest form:\n"
                + Story.of(trial, Judge.judge(trial));
    }
}
