package io.github.walnut.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts pieces of a series, given in order of time, into the cells of a grid. Where cells of
 * different lengths meet, each ends where its zone ends, so that no two overlap. Longer cells than
 * asked for never reach out of their zone.
 */
final class SeriesCells {

    private record Cell(Bucket bucket, int width, SeriesZone first, SeriesZone last) {

        private boolean takes(Cell next) {
            return width == next.width && bucket.at().equals(next.bucket.at());
        }

        private Cell with(Cell next) {
            return new Cell(bucket.then(next.bucket), width, first, next.last);
        }

        /** Within the zones of its pieces. */
        private Cell confined() {
            Instant begin = later(bucket.at(), first.from());
            Instant end = earlier(bucket.end(), last.to());
            return new Cell(bucket.between(begin, end), width, first, last);
        }
    }

    private final int asked;
    private final List<Cell> cells = new ArrayList<>();

    /**
     * @param asked the length that was asked for
     */
    SeriesCells(int asked) {
        this.asked = asked;
    }

    void add(Bucket piece, int width, SeriesZone zone) {
        Cell next = new Cell(piece.in(width), width, zone, zone);
        int last = cells.size() - 1;
        if (last >= 0 && cells.get(last).takes(next)) {
            cells.set(last, cells.get(last).with(next));
        } else {
            cells.add(next);
        }
    }

    List<Bucket> finished() {
        cells.replaceAll(cell -> cell.width() == asked ? cell : cell.confined());
        for (int i = 1; i < cells.size(); i++) {
            if (cells.get(i - 1).bucket().end().isAfter(cells.get(i).bucket().at())) {
                cells.set(i - 1, cells.get(i - 1).confined());
                cells.set(i, cells.get(i).confined());
            }
        }
        return cells.stream().map(Cell::bucket).toList();
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
