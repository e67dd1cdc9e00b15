package io.github.walnut.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps a small upload in memory. */
final class MemorySink implements UploadSink {

    private Buffer content = Buffer.buffer();

    @Override
    public void follow(HttpServerFileUpload upload, Consumer<Throwable> failed) {
        upload.handler(piece -> content.appendBuffer(piece));
    }

    @Override
    public Future<Upload> finish(String fileName, Map<String, String> fields) {
        byte[] bytes = content.getBytes();
        return Future.succeededFuture(
                new Upload(
                        fileName,
                        bytes,
                        null,
                        HexFormat.of().formatHex(DiskSink.sha256().digest(bytes)),
                        fields));
    }

    @Override
    public void abandon() {
        content = Buffer.buffer();
    }
}
