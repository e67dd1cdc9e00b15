package io.github.walnut.api;

import io.github.walnut.config.BasePath;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what an answer's headers say of paths below the prefix that the client sees. */
final class OuterHeaders {

    private static final Pattern COOKIE_PATH = Pattern.compile("; Path=(/[^;]*)");

    private OuterHeaders() {}

    static void write(MultiMap headers, BasePath base) {
        String location = headers.get("Location");
        if (location != null && location.startsWith("/")) {
            headers.set("Location", base.outer(location));
        }
        List<String> cookies = headers.getAll("Set-Cookie");
        if (!cookies.isEmpty()) {
            headers.set("Set-Cookie", cookies.stream().map(line -> cookie(line, base)).toList());
        }
    }

    /** The name prefix {@code __Host-} holds only at the root (RFC 6265bis). */
    private static String cookie(String line, BasePath base) {
        Matcher path = COOKIE_PATH.matcher(line);
        if (line.startsWith("__Host-") || !path.find()) {
            return line;
        }
        return line.substring(0, path.start(1))
                + base.outer(path.group(1))
                + line.substring(path.end(1));
    }
}
