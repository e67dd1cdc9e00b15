package io.github.walnut.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the open database is as it should be. */
public final class Health {

    private final Database database;
    private final Cipher cipher;
    private final Writer writer;

    Health(Database database, Cipher cipher, Writer writer) {
        this.database = database;
        this.cipher = cipher;
        this.writer = writer;
    }

    /**
     * @param ok nothing is wrong
     * @param selectMillis how long a small query took; above 1,000 the store is degraded
     * @param findings one sentence for each thing that is wrong
     */
    public record Report(boolean ok, long selectMillis, List<String> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        public boolean degraded() {
            return selectMillis > 1_000;
        }
    }

    /**
     * @param full reads every row and index too, which takes minutes on a large file
     */
    public Report check(boolean full) {
        Report look = look();
        List<String> findings = new ArrayList<>(look.findings());
        checkPages(full, findings);
        return new Report(findings.isEmpty(), look.selectMillis(), findings);
    }

    /** What is wrong with the pages of the file, as far as rows and indexes are not compared. */
    public List<String> pages() {
        List<String> findings = new ArrayList<>();
        checkPages(false, findings);
        return findings;
    }

    /** The same without the pages, which takes no longer on a large file. */
    public Report look() {
        List<String> findings = new ArrayList<>();
        long start = System.nanoTime();
        database.reader().sql("SELECT count(*) FROM locks").query(Long.class).single();
        long millis = (System.nanoTime() - start) / 1_000_000;
        checkPragmas(findings);
        checkWriting(findings);
        return new Report(findings.isEmpty(), millis, findings);
    }

    private void checkPragmas(List<String> findings) {
        for (Lane lane : Lane.values()) {
            String deviation =
                    database.writePromptly(
                            lane,
                            tx -> {
                                try {
                                    return cipher.deviation(writer.connection(lane), lane);
                                } catch (SQLException e) {
                                    return "the " + lane.word() + " tells no pragma: " + e;
                                }
                            });
            if (!deviation.isEmpty()) {
                findings.add(deviation);
            }
        }
    }

    private void checkWriting(List<String> findings) {
        try {
            database.writePromptly(Lane.JOURNAL, Health::writeAndRollBack);
            findings.add("a transaction could not be rolled back");
        } catch (RolledBack expected) {
            if (rows(database.reader()) != 0) {
                findings.add("a transaction that was rolled back left a row");
            }
        } catch (RuntimeException e) {
            findings.add("the database cannot be written: " + e.getMessage());
        }
    }

    private static Void writeAndRollBack(JdbcClient tx) {
        tx.sql("INSERT INTO locks (name, holder, epoch, acquired_at) VALUES ('health', '', 0, 0)")
                .update();
        throw new RolledBack();
    }

    private static long rows(JdbcClient reader) {
        return reader.sql("SELECT count(*) FROM locks WHERE name = 'health'")
                .query(Long.class)
                .single();
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1;

        RolledBack() {
            super(null, null, false, false);
        }
    }

    private void checkPages(boolean full, List<String> findings) {
        String check = full ? "PRAGMA integrity_check(10)" : "PRAGMA quick_check(10)";
        database.reader().sql(check).query(String.class).list().stream()
                .filter(line -> !line.equals("ok"))
                .forEach(findings::add);
    }
}
