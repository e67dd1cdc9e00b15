package io.github.walnut.run;

import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * On which UPSs that what is started again depends: on those of the runs that stopped it. A run in
 * an outage that no UPS led to depends on every one.
 *
 * @param bonds of these runs
 * @param anyReturn it is undone as soon as power has returned for the run that stopped it, which
 *     for a policy over several UPSs need not be the power of all
 */
public record Supply(List<PowerBond> bonds, boolean anyReturn) {

    public Supply {
        bonds = List.copyOf(bonds);
    }

    /** All of them, each once, by id. */
    public List<UpsFacts> watched(PowerBoard board) {
        return bonds.stream()
                .flatMap(bond -> bond.bound() ? bond.watched(board) : board.all().stream())
                .distinct()
                .sorted(Comparator.comparing(UpsFacts::upsId))
                .toList();
    }

    /** Mains have failed again, other than for a test. */
    boolean lost(PowerBoard board) {
        return anyReturn
                ? bonds.stream().anyMatch(bond -> bond.returnedAt(board).isEmpty())
                : watched(board).stream().anyMatch(ups -> ups.holds(UpsState.OB));
    }

    /** Something was heard of each of them since the program started. */
    boolean heard(PowerBoard board) {
        List<UpsFacts> all = watched(board);
        return !all.isEmpty() && all.stream().allMatch(board::fresh);
    }

    /** When power has returned for every run behind it, or will have; empty while it has not. */
    public Optional<Instant> returnedAt(PowerBoard board) {
        List<Optional<Instant>> each = bonds.stream().map(bond -> bond.returnedAt(board)).toList();
        return each.stream().allMatch(Optional::isPresent)
                ? each.stream().flatMap(Optional::stream).max(Comparator.naturalOrder())
                : Optional.empty();
    }
}
