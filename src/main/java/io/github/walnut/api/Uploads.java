package io.github.walnut.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Takes the one file of a {@code multipart/form-data} request off the wire: in memory, and never
 * more of it than the operation takes.
 */
final class Uploads {

    static final String MEDIA_TYPE = "multipart/form-data";

    /** A package, and what stands around it in the body. */
    static final long LARGEST = (10 << 20) + (64 << 10);

    private static final String FIELD = "file";
    private static final String KEY = Uploads.class.getName();

    /**
     * @param fileName as the client calls it; never the name of a file here
     */
    record Upload(String fileName, byte[] bytes) {}

    private Uploads() {}

    /** Whether the operation takes a file. */
    static boolean expected(Operation operation) {
        return operation != null
                && operation.body() != null
                && operation.body().content().containsKey(MEDIA_TYPE);
    }

    /** Null when none came. */
    static Upload of(RoutingContext ctx) {
        return ctx.get(KEY);
    }

    static void handle(RoutingContext ctx) {
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
        new Reading(ctx).begin();
    }

    /** One request while its body arrives. */
    private static final class Reading {
        private final RoutingContext ctx;
        private final Buffer content = Buffer.buffer();
        private String fileName;
        private long seen;
        private int files;
        private boolean refused;

        Reading(RoutingContext ctx) {
            this.ctx = ctx;
        }

        void begin() {
            HttpServerRequest request = ctx.request();
            request.setExpectMultipart(true);
            request.exceptionHandler(e -> refuse(ProblemCode.INVALID_REQUEST, unreadable(e)));
            request.uploadHandler(this::file);
            request.handler(this::count);
            request.endHandler(over -> end());
        }

        private static String unreadable(Throwable e) {
            return "The parts of the body cannot be read: " + e.getClass().getSimpleName();
        }

        private void count(Buffer piece) {
            seen += piece.length();
            if (seen > LARGEST) {
                refuse(ProblemCode.TOO_LARGE, "The body is larger than " + LARGEST + " bytes");
            }
        }

        private void file(HttpServerFileUpload upload) {
            files++;
            boolean wanted = files == 1 && FIELD.equals(upload.name());
            fileName = wanted ? upload.filename() : fileName;
            upload.exceptionHandler(e -> refuse(ProblemCode.INVALID_REQUEST, unreadable(e)));
            upload.handler(
                    piece -> {
                        if (wanted && !refused) {
                            content.appendBuffer(piece);
                        }
                    });
        }

        private void end() {
            if (refused) {
                return;
            }
            if (files != 1 || fileName == null) {
                refuse(
                        ProblemCode.INVALID_REQUEST,
                        "The body must hold one file, in the field '" + FIELD + "'");
                return;
            }
            ctx.put(KEY, new Upload(fileName, content.getBytes()));
            ctx.next();
        }

        private void refuse(ProblemCode code, String detail) {
            if (!refused) {
                refused = true;
                Problem problem = new Problem(code, detail);
                ctx.fail(
                        code == ProblemCode.TOO_LARGE
                                ? problem.withHeader("Connection", "close")
                                : problem);
            }
        }
    }
}
