package io.github.walnut.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A writing connection for routes: the borrower gets it when its turn in the writer's queue has
 * come, and the writer thread stands still until it is closed. Each statement commits by itself.
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
        CountDownLatch returned = new CountDownLatch(1);
        writer.enqueue(
                lane,
                () -> {
                    if (turn.complete(lend(writer.connection(lane), returned))
                            && !returned.await(Writer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                        throw new IllegalStateException(
                                "a borrowed connection of the "
                                        + lane.word()
                                        + " was not returned within "
                                        + Writer.PATIENCE);
                    }
                    return null;
                });
        try {
            return turn.get(Writer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw giveUp(turn, e);
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            throw giveUp(turn, e);
        }
    }

    private SQLException giveUp(CompletableFuture<Connection> turn, Exception cause) {
        turn.cancel(false);
        return new SQLException("no turn to write to the " + lane.word(), cause);
    }

    private static Connection lend(Connection connection, CountDownLatch returned) {
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        returned.countDown();
                        return null;
                    }
                    if (method.getName().equals("isClosed")) {
                        return returned.getCount() == 0;
                    }
                    if (returned.getCount() == 0) {
                        throw new SQLException("the connection was given back");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                };
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        handler);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }
}
