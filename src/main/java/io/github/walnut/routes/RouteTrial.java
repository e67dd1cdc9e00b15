package io.github.walnut.routes;

import io.github.walnut.policy.Finding;
import io.github.walnut.ups.Severity;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts routes in a context of their own in which nothing happens, and throws it away. */
final class RouteTrial {

    private static final int SECONDS = 5;

    private final Clock clock;

    RouteTrial(Clock clock) {
        this.clock = clock;
    }

    /** Why the routes do not start, if so. */
    Optional<Finding> trouble(CheckedRoutes checked) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread trial = new Thread(() -> run(checked, done), "user-route-trial");
        trial.setDaemon(true);
        trial.start();
        try {
            done.get(SECONDS, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException failed) {
            return Optional.of(finding(reason(failed.getCause())));
        } catch (TimeoutException slow) {
            trial.interrupt();
            return Optional.of(finding("they were not started after " + SECONDS + " s"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            trial.interrupt();
            return Optional.of(finding("the trial was interrupted"));
        }
    }

    private void run(CheckedRoutes checked, CompletableFuture<Void> done) {
        try (UserContext scratch = UserContext.scratch(clock)) {
            scratch.add(checked);
            done.complete(null);
        } catch (Exception failed) {
            done.completeExceptionally(failed);
        }
    }

    /** The innermost message says what is wrong; those around it tell where Camel was. */
    static String reason(Throwable failed) {
        Throwable inner = failed;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        String text = String.valueOf(inner.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return text.length() > 500 ? text.substring(0, 500) : text;
    }

    static Finding finding(String why) {
        return new Finding(
                Severity.BLOCKER,
                "preflight",
                "",
                "does_not_start",
                "The routes do not start: " + why,
                null);
    }
}
