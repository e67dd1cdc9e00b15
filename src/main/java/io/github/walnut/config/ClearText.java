package io.github.walnut.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brokers to which a password would go so that everybody on the way can read it. */
public final class ClearText {

    static final String ADVICE =
            "the password would cross the network in clear text: use ssl:// or wss://, or set"
                    + " tls.insecure";

    private static final Pattern OPEN = Pattern.compile("(?:tcp|ws)://(\\[[^]]*]|[^/:]*).*");
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)localhost\\.?|127(\\.\\d{1,3}){3}|\\[(0*:)+0*1]");

    private ClearText() {}

    public static boolean leavesTheMachine(String url) {
        Matcher open = OPEN.matcher(url);
        return open.matches() && !LOOPBACK.matcher(open.group(1)).matches();
    }
}
