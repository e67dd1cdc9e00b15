package io.github.walnut.outages;

import java.util.function.IntUnaryOperator;

/** Plays seeds until the judge objects. Loaded with a deliberate bug in the core. */
public final class MutantHunt implements IntUnaryOperator {

    /**
     * @param most seeds of either kind
     * @return how many seeds it took, or -1 when nobody objected
     */
    @Override
    public int applyAsInt(int most) {
        for (int seed = 0; seed < most; seed++) {
            if (objects(new Trial(WorldMaker.outage(seed)))
                    || objects(new Trial(WorldMaker.calm(seed)))
                    || objects(dying(seed))) {
                return seed + 1;
            }
        }
        return -1;
    }

    /** In the middle of its runs, most of the time. */
    private static Trial dying(int seed) {
        return new Trial(WorldMaker.outage(seed)).dyingAt(15 + seed % 30, seed % 2 == 0);
    }

    private static boolean objects(Trial trial) {
        return !Judge.judge(trial.play()).good();
    }
}
