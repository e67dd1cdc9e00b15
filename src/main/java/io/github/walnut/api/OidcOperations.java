package io.github.walnut.api;

import io.github.walnut.security.Accounts;
import io.github.walnut.security.oidc.OidcException;
import io.github.walnut.security.oidc.OidcLogins;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the identity provider and back. A person is led on, whatever becomes of it. */
final class OidcOperations implements Resource {

    private static final Logger LOG = LoggerFactory.getLogger(OidcOperations.class);
    private static final long STATE_SECONDS = 600;

    private final OidcLogins logins;
    private final LoginCookies granted;

    OidcOperations(OidcLogins logins, LoginCookies granted) {
        this.logins = logins;
        this.granted = granted;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("oidc-login", this::login, "oidc-callback", this::callback);
    }

    private Reply login(Call call) {
        CookieNames cookies = call.envelope().cookieNames();
        boolean stepUp = call.flag("step_up");
        if (stepUp && call.principal() == null) {
            throw new Problem(ProblemCode.NOT_AUTHENTICATED, "There is no session to confirm");
        }
        UUID session = stepUp ? call.principal().sessionId() : null;
        try {
            OidcLogins.Begun begun = logins.begin(call.text("next"), session);
            return to(begun.address().toString())
                    .with("Set-Cookie", List.of(cookies.oidcLine(begun.cookie(), STATE_SECONDS)));
        } catch (OidcException refused) {
            return failed(refused);
        }
    }

    private Reply callback(Call call) {
        CookieNames cookies = call.envelope().cookieNames();
        try {
            OidcLogins.Done done =
                    logins.finish(
                            call.envelope().cookies().get(cookies.oidc()),
                            call.text("state"),
                            call.text("code"),
                            call.text("error"),
                            new Accounts.Caller(
                                    call.envelope().address(), call.envelope().userAgent()));
            Reply on = to(done.next());
            return done.login() == null
                    ? on.with("Set-Cookie", List.of(cookies.oidcLine("", 0)))
                    : on.with(
                                    "Set-Cookie",
                                    granted.lines(call, done.login(), cookies.oidcLine("", 0)))
                            .audited(Map.of("user", done.login().user().email()));
        } catch (OidcException refused) {
            return failed(refused)
                    .with("Set-Cookie", List.of(cookies.oidcLine("", 0)))
                    .audited(Map.of("why", refused.getMessage()))
                    .refused(word(refused));
        }
    }

    private static Reply failed(OidcException refused) {
        LOG.warn("A login by the identity provider failed: {}", refused.getMessage());
        return to("/login?error=" + word(refused));
    }

    private static String word(OidcException refused) {
        return refused.code().name().toLowerCase(Locale.ROOT);
    }

    private static Reply to(String address) {
        return new Reply(302, null, Map.of("Location", List.of(address)));
    }
}
