package io.github.walnut.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerFileUpload;
import java.util.Map;
import java.util.function.Consumer;

/** Where the bytes of one upload go; used on the event loop of its request only. */
interface UploadSink {

    /**
     * Takes the bytes as they come, and slows the sender down to what it can take.
     *
     * @param failed is told when it can take no more
     */
    void follow(HttpServerFileUpload upload, Consumer<Throwable> failed);

    /** Once the last byte has come. */
    Future<Upload> finish(String fileName, Map<String, String> fields);

    /** What came is of no use: nothing of it stays. */
    void abandon();
}
