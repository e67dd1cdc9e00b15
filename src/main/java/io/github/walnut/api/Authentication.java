package io.github.walnut.api;

import io.github.walnut.security.AccessToken;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.ApiToken;
import io.github.walnut.security.ApiTokens;
import io.github.walnut.security.AuthException;
import io.github.walnut.security.Role;
import io.github.walnut.security.Session;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds out who asks: the Authorization header first, the cookie otherwise. A header that is there
 * and bad is refused; it never falls back to the cookie.
 */
final class Authentication {

    private static final String BEARER = "Bearer ";

    private final Accounts accounts;
    private final CookieSecurity cookies;
    private final Proxies proxies;

    Authentication(Accounts accounts, CookieSecurity cookies, Proxies proxies) {
        this.accounts = accounts;
        this.proxies = proxies;
        this.cookies = cookies;
    }

    /** Empty without any credentials; throws {@link AuthException} for bad ones. */
    Optional<Principal> identify(HttpServerRequest request) {
        List<String> headers = request.headers().getAll("Authorization");
        if (headers.size() > 1) {
            throw new Problem(
                    ProblemCode.NOT_AUTHENTICATED, "The header Authorization comes more than once");
        }
        if (!headers.isEmpty()) {
            String header = headers.get(0);
            String token =
                    header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                            ? header.substring(BEARER.length()).trim()
                            : "";
            return Optional.of(
                    ApiTokens.looksLikeOne(token)
                            ? byApiToken(token, request)
                            : byToken(token, false, request));
        }
        String cookie =
                Cookies.of(request).getOrDefault(cookies.names(request, proxies).access(), "");
        return cookie.isEmpty() ? Optional.empty() : Optional.of(byToken(cookie, true, request));
    }

    private Principal byApiToken(String word, HttpServerRequest request) {
        String address = proxies.peer(request).address();
        ApiTokens.Known known = accounts.apiTokens().check(word, address);
        ApiToken token = known.token();
        if (!ApiTokens.allowed(token, address)) {
            throw new Problem(ProblemCode.FORBIDDEN, "This token is not accepted from " + address);
        }
        return new Principal(
                token.userId(),
                token.id(),
                Role.of(known.owner().role()),
                "token",
                false,
                Instant.EPOCH,
                token.expiresAt(),
                token);
    }

    Principal byToken(String jwt, boolean byCookie, HttpServerRequest request) {
        AccessToken token = accounts.tokens().verify(jwt);
        Session session = accounts.sessions().check(token.sessionId());
        return principal(token, session, byCookie, request);
    }

    /** A session of the machine's own operator counts there alone. */
    void requireNear(Session session, HttpServerRequest request) {
        if (session.kind().equals("local") && !proxies.peer(request).loopback()) {
            throw new Problem(
                    ProblemCode.NOT_AUTHENTICATED, "This session counts on its own machine alone");
        }
    }

    private Principal principal(
            AccessToken token, Session session, boolean byCookie, HttpServerRequest request) {
        if (!session.userId().equals(token.userId())) {
            throw new Problem(
                    ProblemCode.NOT_AUTHENTICATED, "The access token does not fit its session");
        }
        requireNear(session, request);
        return new Principal(
                token.userId(),
                session.id(),
                token.role(),
                session.kind(),
                byCookie,
                session.authTime(),
                token.expiresAt());
    }
}
