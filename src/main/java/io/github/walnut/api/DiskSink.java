package io.github.walnut.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerFileUpload;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Writes an upload into a file of its own, no faster than the disk takes it. */
final class DiskSink implements UploadSink {

    private final Vertx vertx;
    private final Path path;
    private final MessageDigest digest = sha256();
    private AsyncFile file;

    DiskSink(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.path = folder.resolve(UUID.randomUUID() + ".upload");
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public void follow(HttpServerFileUpload upload, Consumer<Throwable> failed) {
        try {
            file =
                    vertx.fileSystem()
                            .openBlocking(
                                    path.toString(),
                                    new OpenOptions()
                                            .setRead(false)
                                            .setCreateNew(true)
                                            .setPerms("rw-------"));
        } catch (FileSystemException e) {
            failed.accept(e);
            return;
        }
        file.exceptionHandler(failed::accept);
        upload.handler(piece -> write(upload, piece, failed));
    }

    private void write(HttpServerFileUpload upload, Buffer piece, Consumer<Throwable> failed) {
        if (file == null) {
            return;
        }
        digest.update(piece.getBytes());
        file.write(piece).onFailure(failed::accept);
        if (file.writeQueueFull()) {
            upload.pause();
            file.drainHandler(drained -> upload.resume());
        }
    }

    @Override
    public Future<Upload> finish(String fileName, Map<String, String> fields) {
        AsyncFile written = file;
        file = null;
        String sha256 = HexFormat.of().formatHex(digest.digest());
        return written.close()
                .map(closed -> new Upload(fileName, null, new StreamedFile(path), sha256, fields));
    }

    @Override
    public void abandon() {
        if (file != null) {
            AsyncFile cut = file;
            file = null;
            cut.close().onComplete(closed -> vertx.fileSystem().delete(path.toString()));
        }
    }
}
