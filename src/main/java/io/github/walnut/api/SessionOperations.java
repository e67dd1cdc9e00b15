package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.CsrfTokens;
import io.github.walnut.security.Session;
import io.github.walnut.security.WsTickets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Logging in and out, by cookies or by tokens. */
final class SessionOperations implements Resource {

    private final Accounts accounts;
    private final CsrfTokens csrf;
    private final WsTickets tickets;
    private final AccountJson accountJson;
    private final Json json;
    private final Clock clock;

    SessionOperations(
            Accounts accounts, CsrfTokens csrf, WsTickets tickets, Json json, Clock clock) {
        this.accounts = accounts;
        this.csrf = csrf;
        this.tickets = tickets;
        this.accountJson = new AccountJson(json);
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "session-login", this::login,
                "session-logout", this::logout,
                "session-refresh", this::refresh,
                "session-step-up", this::stepUp,
                "csrf-token", this::csrfToken,
                "ws-ticket", this::wsTicket);
    }

    private Reply login(Call call) {
        boolean tokens = wantsTokens(call);
        Call.Envelope envelope = call.envelope();
        if (!tokens
                && envelope.cookieNames().secure()
                && !envelope.secure()
                && !envelope.loopback()) {
            throw new Problem(
                    ProblemCode.INSECURE_TRANSPORT,
                    "A browser drops secure cookies that come over plain HTTP. Put TLS in front, or"
                            + " set WALNUT_SECURE_COOKIES=false");
        }
        Accounts.Login login =
                accounts.login(call.member("username"), call.member("password"), caller(call));
        return granted(call, login, tokens);
    }

    private Reply refresh(Call call) {
        String given = call.member("refresh_token");
        String cookie = refreshCookie(call);
        if (given == null && cookie == null) {
            throw new Problem(ProblemCode.NOT_AUTHENTICATED, "There is no refresh token");
        }
        return granted(
                call,
                accounts.refresh(given == null ? cookie : given, caller(call)),
                given != null);
    }

    private static String refreshCookie(Call call) {
        return call.envelope().cookies().get(call.envelope().cookieNames().refresh());
    }

    private Reply logout(Call call) {
        UUID session =
                session(call)
                        .orElseThrow(
                                () ->
                                        new Problem(
                                                ProblemCode.NOT_AUTHENTICATED,
                                                "There is no session to end"));
        accounts.sessions().revoke(session);
        CookieNames cookies = call.envelope().cookieNames();
        return Reply.noContent()
                .with(
                        "Set-Cookie",
                        List.of(
                                cookies.accessLine("", 0),
                                cookies.refreshLine("", 0),
                                cookies.clearCsrfLine()));
    }

    /** A browser whose access token has expired still holds its session by the refresh token. */
    private Optional<UUID> session(Call call) {
        Principal principal = call.principal();
        if (principal != null) {
            return principal.token() == null
                    ? Optional.of(principal.sessionId())
                    : Optional.empty();
        }
        return Optional.ofNullable(refreshCookie(call))
                .flatMap(accounts.sessions()::holding)
                .map(Session::id);
    }

    /** Who was proven by a provider goes there again. */
    private Reply stepUp(Call call) {
        if (call.principal().kind().equals("oidc")) {
            return Reply.ok(json.object().put("redirect_url", "/auth/oidc/login?step_up=true"));
        }
        if (call.member("password") == null) {
            throw new Problem(ProblemCode.INVALID_REQUEST, "password is missing");
        }
        Instant until =
                accounts.stepUp(
                        call.principal().sessionId(), call.member("password"), caller(call));
        return Reply.ok(json.object().put("step_up_until", Json.at(until)));
    }

    private Reply csrfToken(Call call) {
        String session = call.principal() == null ? "" : call.principal().sessionId().toString();
        String token = csrf.issue(session);
        return Reply.ok(json.object().put("csrf_token", token))
                .with("Set-Cookie", List.of(call.envelope().cookieNames().csrfLine(token)));
    }

    private Reply wsTicket(Call call) {
        ObjectNode ticket = json.object();
        ticket.put("ticket", tickets.issue(call.principal().sessionId(), call.principal().role()));
        ticket.put("expires_in", WsTickets.LIFE.toSeconds());
        return Reply.ok(ticket).withStatus(201);
    }

    private Reply granted(Call call, Accounts.Login login, boolean tokens) {
        Duration ttl = accounts.tokens().ttl();
        if (tokens) {
            ObjectNode answer = json.object();
            answer.put("access_token", login.accessToken());
            answer.put("token_type", "bearer");
            answer.put("expires_in", ttl.toSeconds());
            answer.put("refresh_token", login.refreshToken());
            answer.set("user", accountJson.me(login.user(), login.session()));
            return Reply.ok(answer);
        }
        return Reply.noContent()
                .with("Set-Cookie", new LoginCookies(accounts, clock).lines(call, login));
    }

    private static boolean wantsTokens(Call call) {
        return BodyReader.JSON.equals(call.envelope().accept());
    }

    private static Accounts.Caller caller(Call call) {
        return new Accounts.Caller(call.envelope().address(), call.envelope().userAgent());
    }
}
