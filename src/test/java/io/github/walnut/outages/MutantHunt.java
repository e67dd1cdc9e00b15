package io.github.walnut.outages;

import java.util.function.IntBinaryOperator;

/** Plays seeds until the judge objects. Loaded with a deliberate bug in the core. */
public final class MutantHunt implements IntBinaryOperator {

    /**
     * @param from the first seed, of each kind
     * @param to the seed behind the last
     * @return the first at which somebody objected, or -1
     */
    @Override
    public int applyAsInt(int from, int to) {
        for (int seed = from; seed < to; seed++) {
            if (objects(new Trial(WorldMaker.outage(seed)))
                    || objects(new Trial(WorldMaker.calm(seed)))
                    || objects(dying(seed))) {
                return seed;
            }
        }
        return -1;
    }

    /** In the middle of its runs, most of the time. */
    static Trial dying(int seed) {
        return new Trial(WorldMaker.outage(seed)).dyingAt(15 + seed % 30, seed % 2 == 0);
    }

    static boolean objects(Trial trial) {
        return !Judge.judge(trial.play()).good();
    }
}
