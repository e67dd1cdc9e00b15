package io.github.walnut.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A writing connection in the hands of a borrower. Closing it gives it back. */
final class Loan implements InvocationHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Loan.class);

    private final Connection connection;
    private final CountDownLatch returned = new CountDownLatch(1);

    Loan(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    /** Stands still until it is given back; one that is kept for too long is taken back. */
    void awaitReturn() throws InterruptedException {
        if (!returned.await(Writer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.error("a borrowed connection was kept for more than {}", Writer.PATIENCE);
            returned.countDown();
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("isClosed")) {
            return isReturned();
        }
        if (method.getName().equals("close")) {
            giveBack();
            return null;
        }
        if (isReturned()) {
            throw new SQLException("the connection was given back");
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private boolean isReturned() {
        return returned.getCount() == 0;
    }

    /** What the borrower began and did not commit is undone. */
    private void giveBack() throws SQLException {
        if (isReturned()) {
            return;
        }
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } finally {
            returned.countDown();
        }
    }
}
