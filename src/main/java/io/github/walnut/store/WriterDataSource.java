package io.github.walnut.store;

import io.github.walnut.ups.RunningWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A writing connection for routes: the borrower gets it when its turn in the writer's queue has
 * come, and the writer thread stands still until it is closed.
 */
final class WriterDataSource extends AbstractDataSource {

    private final Writer writer;
    private final Lane lane;

    WriterDataSource(Writer writer, Lane lane) {
        this.writer = writer;
        this.lane = lane;
    }

    @Override
    public Connection getConnection() throws SQLException {
        CompletableFuture<Connection> turn = new CompletableFuture<>();
        writer.enqueue(
                lane,
                () -> {
                    Loan loan = new Loan(writer.connection(lane));
                    if (turn.complete(loan.connection())) {
                        loan.awaitReturn();
                    }
                    return null;
                });
        try {
            return RunningWait.get(turn, Writer.PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noTurn(turn, e);
        } catch (ExecutionException | TimeoutException e) {
            throw noTurn(turn, e);
        }
    }

    private SQLException noTurn(CompletableFuture<Connection> turn, Exception cause) {
        turn.cancel(false);
        return new SQLException("no turn to write to the " + lane.word(), cause);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }
}
