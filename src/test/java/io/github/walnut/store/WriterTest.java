package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class WriterTest {

    private static final String INSERT =
            "INSERT INTO app_settings (name, value, version, updated_at, updated_by)"
                    + " VALUES (?, '{}', 1, 0, 'test')";

    @TempDir Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static int insert(JdbcClient tx, String name) {
        return tx.sql(INSERT).param(name).update();
    }

    private long rows() {
        return database.reader()
                .sql("SELECT count(*) FROM app_settings")
                .query(Long.class)
                .single();
    }

    @Test
    @Requirement("OPS-23")
    void journal_work_overtakes_bulk_work_in_the_queue() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> all = new ArrayList<>();
        all.add(later(Lane.BULK, () -> waitFor(hold)));
        await().atMost(TestLimits.WAIT).until(() -> database.queued() == 0);
        for (String name : List.of("b1", "b2")) {
            all.add(later(Lane.BULK, () -> order.add(name)));
            awaitQueued(all.size() - 1);
        }
        for (String name : List.of("j1", "j2")) {
            all.add(later(Lane.JOURNAL, () -> order.add(name)));
            awaitQueued(all.size() - 1);
        }
        hold.countDown();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .get(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(order).containsExactly("j1", "j2", "b1", "b2");
    }

    private void awaitQueued(int jobs) {
        await().atMost(TestLimits.WAIT).until(() -> database.queued() == jobs);
    }

    private CompletableFuture<Void> later(Lane lane, Runnable work) {
        return CompletableFuture.runAsync(
                () ->
                        database.write(
                                lane,
                                tx -> {
                                    work.run();
                                    return null;
                                }),
                command -> new Thread(command).start());
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not released");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Requirement("OPS-23")
    void a_write_within_a_write_joins_its_transaction_and_sees_it() {
        assertThatThrownBy(
                        () ->
                                database.write(
                                        Lane.JOURNAL,
                                        tx -> {
                                            insert(tx, "outer");
                                            database.write(Lane.JOURNAL, in -> insert(in, "inner"));
                                            assertThat(rows()).isEqualTo(2);
                                            throw new IllegalArgumentException("no");
                                        }))
                .hasMessage("no");
        assertThat(rows()).isZero();
    }

    @Test
    @Requirement("OPS-23")
    void readers_go_on_while_a_transaction_is_under_way_and_see_it_after_its_commit() {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        CompletableFuture<Void> write =
                CompletableFuture.runAsync(
                        () ->
                                database.write(
                                        Lane.JOURNAL,
                                        tx -> {
                                            insert(tx, "a");
                                            written.countDown();
                                            waitFor(hold);
                                            return null;
                                        }),
                        command -> new Thread(command).start());
        waitFor(written);
        assertThat(rows()).isZero();
        hold.countDown();
        write.join();
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    @Requirement("OPS-23")
    void many_readers_and_writers_lose_nothing() {
        List<CompletableFuture<Void>> all =
                IntStream.range(0, 200)
                        .mapToObj(
                                i ->
                                        CompletableFuture.runAsync(
                                                () -> {
                                                    database.write(
                                                            i % 2 == 0 ? Lane.JOURNAL : Lane.BULK,
                                                            tx -> insert(tx, "n" + i));
                                                    assertThat(rows()).isPositive();
                                                }))
                        .toList();
        all.forEach(CompletableFuture::join);
        assertThat(rows()).isEqualTo(200);
    }

    @Test
    @Requirement("OPS-23")
    void readers_cannot_write() {
        assertThatThrownBy(() -> insert(database.reader(), "a"))
                .hasMessageContaining("readonly database");
    }

    @Test
    @Requirement("OPS-23")
    void a_reader_that_waits_for_too_long_is_told_that_the_store_is_unavailable() throws Exception {
        List<Connection> held = new ArrayList<>();
        try {
            for (int i = 0; i < 18; i++) {
                held.add(database.readerDataSource().getConnection());
            }
            assertThatThrownBy(this::rows)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("no connection for reading came free");
        } finally {
            for (Connection connection : held) {
                connection.close();
            }
        }
        assertThat(rows()).isZero();
    }

    @Test
    @Requirement("OPS-23")
    void routes_write_on_the_same_queue() {
        JdbcTemplate route = new JdbcTemplate(database.dataSource(Lane.BULK));
        route.batchUpdate(INSERT, List.of(new Object[] {"a"}, new Object[] {"b"}));
        database.write(Lane.JOURNAL, tx -> insert(tx, "c"));
        assertThat(rows()).isEqualTo(3);
        assertThat(
                        new JdbcTemplate(database.readerDataSource())
                                .queryForObject("SELECT count(*) FROM app_settings", Long.class))
                .isEqualTo(3);
    }

    @Test
    void a_connection_that_was_given_back_is_of_no_use_any_more() throws SQLException {
        Connection lent = database.dataSource(Lane.BULK).getConnection();
        assertThat(lent.isClosed()).isFalse();
        lent.close();
        assertThat(lent.isClosed()).isTrue();
        assertThatThrownBy(lent::createStatement).isInstanceOf(SQLException.class);
        assertThat(database.<Integer>write(Lane.BULK, tx -> insert(tx, "a"))).isEqualTo(1);
    }

    @Test
    void what_a_borrower_did_not_commit_is_undone() throws SQLException {
        try (Connection lent = database.dataSource(Lane.BULK).getConnection()) {
            lent.setAutoCommit(false);
            try (var statement = lent.prepareStatement(INSERT)) {
                statement.setString(1, "a");
                statement.executeUpdate();
            }
        }
        assertThat(rows()).isZero();
        assertThat(database.<Integer>write(Lane.BULK, tx -> insert(tx, "b"))).isEqualTo(1);
    }

    @Test
    void a_closed_store_says_so() {
        database.close();
        assertThatThrownBy(() -> database.write(Lane.JOURNAL, tx -> insert(tx, "a")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("the store is closed");
    }

    @Test
    void closing_writes_what_is_queued() {
        List<CompletableFuture<Void>> all =
                IntStream.range(0, 20).mapToObj(i -> later(Lane.BULK, () -> {})).toList();
        all.forEach(CompletableFuture::join);
        database.write(Lane.BULK, tx -> insert(tx, "last"));
        database.close();
        open();
        assertThat(rows()).isEqualTo(1);
        assertThat(folder.resolve("walnut.db")).exists();
    }
}
