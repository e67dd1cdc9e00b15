package io.github.walnut.component.nut;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something that waits for its turn on a connection. */
sealed interface SessionJob {

    void fail(NutError error);

    /** Requests that may share a burst with those of others. */
    record Questions(
            List<NutRequest> requests, NutLimits limits, CompletableFuture<List<NutAnswer>> done)
            implements SessionJob {

        Questions(List<NutRequest> requests, NutLimits limits) {
            this(requests, limits, new CompletableFuture<>());
        }

        void complete(List<NutAnswer> answers) {
            done.complete(answers);
        }

        @Override
        public void fail(NutError error) {
            done.complete(Collections.nCopies(requests.size(), new NutAnswer.Failed(error)));
        }

        List<NutAnswer> await() {
            return done.join();
        }
    }

    /** Several requests in a row that belong together. */
    @FunctionalInterface
    interface Work<T> {
        T on(NutConnection connection) throws NutException;
    }

    final class Call<T> implements SessionJob {
        private record Result<T>(T value, NutError error) {}

        private final Work<T> work;
        private final CompletableFuture<Result<T>> done = new CompletableFuture<>();

        Call(Work<T> work) {
            this.work = work;
        }

        void runOn(NutConnection connection) throws NutException {
            done.complete(new Result<>(work.on(connection), null));
        }

        @Override
        public void fail(NutError error) {
            done.complete(new Result<>(null, error));
        }

        T await() throws NutException {
            Result<T> result = done.join();
            if (result.error() != null) {
                throw new NutException(result.error());
            }
            return result.value();
        }
    }
}
