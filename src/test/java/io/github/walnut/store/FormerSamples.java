package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.VariableChanges;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A file of schema 33, in which each sample and what changed with it was a row. */
final class FormerSamples implements AutoCloseable {

    /** After so many samples of a UPS its variables were written whole. */
    private static final int WHOLE = 70;

    private static final List<Metric> METRICS = Arrays.asList(Metric.values());

    private final Connection connection;
    private final PreparedStatement sample;
    private final PreparedStatement changes;
    private final Map<String, Map<String, String>> before = new HashMap<>();
    private final Map<String, Integer> written = new HashMap<>();

    FormerSamples(Path folder) throws SQLException {
        DatabasePath path = DatabasePath.of(folder.resolve("walnut.db").toString(), folder);
        connection = new Cipher(path, Stores.config(folder)).openPlain();
        Migrations.to(connection, 33).migrate(path);
        connection.setAutoCommit(false);
        String columns = METRICS.stream().map(Metric::field).collect(Collectors.joining(", "));
        String marks = String.join(", ", Collections.nCopies(METRICS.size(), "?"));
        sample =
                connection.prepareStatement(
                        "INSERT INTO ups_samples (ups_id, at, seq, poll, status, suspect, pinned, "
                                + columns
                                + ") VALUES (?, ?, ?, 'full', ?, '[\"POWER_VA\"]', ?, "
                                + marks
                                + ")");
        changes = connection.prepareStatement("INSERT INTO ups_variables VALUES (?, ?, ?, ?)");
    }

    void write(Sample now, boolean pinned) throws SQLException {
        sample.setString(1, now.upsId());
        sample.setLong(2, now.at().toEpochMilli());
        sample.setLong(3, now.seq());
        sample.setString(4, now.status());
        sample.setInt(5, pinned ? 1 : 0);
        for (Metric metric : METRICS) {
            sample.setObject(6 + metric.ordinal(), now.value(metric));
        }
        sample.executeUpdate();
        boolean whole = written.merge(now.upsId(), 1, Integer::sum) % WHOLE == 1;
        changes.setString(1, now.upsId());
        changes.setLong(2, now.at().toEpochMilli());
        changes.setInt(3, whole ? 1 : 0);
        changes.setString(
                4,
                Json.write(
                        whole
                                ? now.variables()
                                : VariableChanges.between(
                                        before.get(now.upsId()), now.variables())));
        changes.executeUpdate();
        before.put(now.upsId(), now.variables());
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.commit();
        connection.close();
    }
}
