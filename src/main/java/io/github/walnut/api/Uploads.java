package io.github.walnut.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes the one file of a {@code multipart/form-data} request off the wire, never more of it than
 * the operation takes: into memory, or onto disk where the contract says so.
 */
final class Uploads {

    static final String MEDIA_TYPE = "multipart/form-data";
    static final String FIELD = "file";

    /** What stands around the file in the body. */
    private static final long AROUND = 64 << 10;

    private static final long LARGEST_IN_MEMORY = (10L << 20) + AROUND;
    private static final long LARGEST_ON_DISK = (2L << 30) + AROUND;

    /** Of the disk: what an upload leaves to others. */
    private static final long LEFT_FREE = 200L << 20;

    static final String KEY = Uploads.class.getName();

    private final Path folder;

    /**
     * @param folder of uploads that go to disk; it is there, and nobody else can read it
     */
    Uploads(Path folder) {
        this.folder = folder;
    }

    /** Whether the operation takes a file. */
    static boolean expected(Operation operation) {
        return operation != null
                && operation.body() != null
                && operation.body().content().containsKey(MEDIA_TYPE);
    }

    /**
     * Bytes that the body of a request may have.
     *
     * @param operation null for a path of the console
     */
    static long largest(Operation operation) {
        if (RawBody.expected(operation)) {
            return operation.body().rawUpTo();
        }
        if (!expected(operation)) {
            return operation == null || operation.open()
                    ? Gate.LARGEST_OF_STRANGERS
                    : Gate.LARGEST_BODY;
        }
        return operation.body().onDisk() ? LARGEST_ON_DISK : LARGEST_IN_MEMORY;
    }

    /** Null when none came. */
    static Upload of(RoutingContext ctx) {
        return ctx.get(KEY);
    }

    void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        String type = String.valueOf(request.getHeader("Content-Type"));
        if (!type.toLowerCase(java.util.Locale.ROOT).startsWith(MEDIA_TYPE)) {
            throw new Problem(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type is "
                            + type.split(";", 2)[0]
                            + ", expected "
                            + MEDIA_TYPE
                            + " with the file in the field "
                            + FIELD);
        }
        Operation operation = RequestScope.of(ctx).operation();
        if (operation.body().onDisk()) {
            requireSpace(request);
            new Reading(ctx, largest(operation), new DiskSink(ctx.vertx(), folder)).begin();
        } else {
            new Reading(ctx, largest(operation), new MemorySink()).begin();
        }
    }

    private void requireSpace(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        long wanted = length == null ? 0 : Long.parseLong(length);
        if (folder.toFile().getUsableSpace() < wanted + LEFT_FREE) {
            throw new Problem(
                            ProblemCode.STORE_UNAVAILABLE,
                            "The disk has no room for " + wanted + " bytes and what must stay free")
                    .withHeader("Connection", "close");
        }
    }

    /** One request while its body arrives. */
    private static final class Reading {
        private final RoutingContext ctx;
        private final long largest;
        private final UploadSink sink;
        private String fileName;
        private long seen;
        private int files;
        private boolean fileEnded;
        private boolean bodyEnded;
        private boolean refused;

        Reading(RoutingContext ctx, long largest, UploadSink sink) {
            this.ctx = ctx;
            this.largest = largest;
            this.sink = sink;
        }

        void begin() {
            HttpServerRequest request = ctx.request();
            request.setExpectMultipart(true);
            request.exceptionHandler(e -> refuse(ProblemCode.INVALID_REQUEST, unreadable(e)));
            request.uploadHandler(this::file);
            request.handler(this::count);
            request.endHandler(
                    over -> {
                        bodyEnded = true;
                        end();
                    });
        }

        private static String unreadable(Throwable e) {
            return "The parts of the body cannot be read: " + e.getClass().getSimpleName();
        }

        private void count(Buffer piece) {
            seen += piece.length();
            if (seen > largest) {
                refuse(ProblemCode.TOO_LARGE, "The body is larger than " + largest + " bytes");
            }
        }

        private void file(HttpServerFileUpload upload) {
            files++;
            upload.exceptionHandler(e -> refuse(ProblemCode.INVALID_REQUEST, unreadable(e)));
            if (files > 1 || refused || !FIELD.equals(upload.name())) {
                upload.handler(piece -> {});
                return;
            }
            fileName = upload.filename();
            upload.endHandler(
                    over -> {
                        fileEnded = true;
                        end();
                    });
            sink.follow(upload, this::unwritten);
        }

        private void unwritten(Throwable e) {
            refuse(
                    ProblemCode.STORE_UNAVAILABLE,
                    "The file cannot be written: " + e.getClass().getSimpleName());
        }

        /** The last piece of the file may be written later than the body has ended. */
        private void end() {
            if (refused || !bodyEnded) {
                return;
            }
            if (files != 1 || fileName == null) {
                refuse(
                        ProblemCode.INVALID_REQUEST,
                        "The body must hold one file, in the field '" + FIELD + "'");
                return;
            }
            if (fileEnded) {
                sink.finish(fileName, fields()).onComplete(this::go, this::unwritten);
            }
        }

        private Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            ctx.request()
                    .formAttributes()
                    .forEach(field -> fields.put(field.getKey(), field.getValue()));
            return fields;
        }

        private void go(Upload upload) {
            if (upload.file() != null) {
                ctx.addEndHandler(answered -> upload.file().discard());
            }
            if (refused) { // by the disk, with the last piece
                upload.file().discard();
                return;
            }
            ctx.put(KEY, upload);
            ctx.next();
        }

        private void refuse(ProblemCode code, String detail) {
            if (refused) {
                return;
            }
            refused = true;
            sink.abandon();
            Problem problem = new Problem(code, detail);
            ctx.fail(
                    code == ProblemCode.INVALID_REQUEST
                            ? problem
                            : problem.withHeader("Connection", "close"));
        }
    }
}
