package io.github.walnut.cli;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.DoubleConsumer;

/**
 * A body that tells how much of it has been taken.
 *
 * @param told hears the part, from 0 to 1
 */
record CountedBody(BodyPublisher body, DoubleConsumer told) implements BodyPublisher {

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        body.subscribe(new Counting(subscriber, contentLength(), told));
    }

    private static final class Counting implements Flow.Subscriber<ByteBuffer> {
        private final Flow.Subscriber<? super ByteBuffer> next;
        private final long all;
        private final DoubleConsumer told;
        private long taken;

        Counting(Flow.Subscriber<? super ByteBuffer> next, long all, DoubleConsumer told) {
            this.next = next;
            this.all = all;
            this.told = told;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            next.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer piece) {
            taken += piece.remaining();
            told.accept((double) taken / all);
            next.onNext(piece);
        }

        @Override
        public void onError(Throwable failure) {
            next.onError(failure);
        }

        @Override
        public void onComplete() {
            next.onComplete();
        }
    }
}
