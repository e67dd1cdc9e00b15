package io.github.walnut.api;

import io.github.walnut.security.Accounts;
import io.github.walnut.security.AddressRange;
import io.github.walnut.security.AuthException;
import io.github.walnut.security.CsrfTokens;
import io.github.walnut.security.Role;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * The checks before a body is read, in this order: path and method, size, rate, identity, CSRF,
 * role, step-up. What an operation asks for stands in the contract; nothing is decided by path
 * here.
 */
final class Gate {

    static final long LARGEST_BODY = 1 << 20;

    /** All connections together must not fill the memory with what nobody has vouched for. */
    static final long LARGEST_OF_STRANGERS = 1 << 16;

    private final Contract contract;
    private final Set<String> opened;
    private final Authentication authentication;
    private final CsrfTokens csrf;
    private final Origins origins;
    private final Rates rates;
    private final String buildId;
    private final Refusals refusals;
    private final Clock clock;

    /**
     * @param opened operations that need no login here, although the contract asks for one
     */
    Gate(
            Contract contract,
            Set<String> opened,
            Authentication authentication,
            CsrfTokens csrf,
            Origins origins,
            Rates rates,
            String buildId,
            Refusals refusals,
            Clock clock) {
        this.contract = contract;
        this.opened = opened;
        this.authentication = authentication;
        this.csrf = csrf;
        this.origins = origins;
        this.rates = rates;
        this.buildId = buildId;
        this.refusals = refusals;
        this.clock = clock;
    }

    void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (!Paths.data(request.path())) {
            ctx.next();
            return;
        }
        RequestScope scope = RequestScope.of(ctx);
        try {
            check(ctx, request, scope);
        } catch (Problem refused) {
            if (refused.code().status() != 403 || !scope.operation().audit()) {
                throw refused;
            }
            refusals.write(ctx, refused);
            return;
        }
        ctx.next();
    }

    private void check(RoutingContext ctx, HttpServerRequest request, RequestScope scope) {
        Operation operation = match(request, scope);
        limitSize(request, Uploads.largest(operation));
        Identified identified = identify(request);
        limitRate(ctx, identified.principal());
        if (identified.refusal() != null && !open(operation)) {
            throw identified.refusal();
        }
        identified.principal().ifPresent(scope::identified);
        if (scope.principal() != null) {
            OpenConnection.identified(request, scope.principal().userId());
            ctx.response().putHeader("X-Walnut-Build", buildId);
        }
        checkOrigin(request, operation);
        if (operation.csrf() && scope.principal() != null && scope.principal().byCookie()) {
            checkCsrf(request, scope.principal());
        }
        if (!open(operation)) {
            scope.identified(authorise(operation, scope));
        }
    }

    private boolean open(Operation operation) {
        return operation.open() || opened.contains(operation.id());
    }

    private Operation match(HttpServerRequest request, RequestScope scope) {
        Contract.Match match = contract.match(request.method().name(), request.path());
        if (match instanceof Contract.Match.Found found) {
            scope.matched(found.operation(), found.pathParameters());
            return found.operation();
        }
        if (match instanceof Contract.Match.OtherMethod other) {
            throw new Problem(
                            ProblemCode.METHOD_NOT_ALLOWED,
                            request.method() + " is not one of " + other.allow())
                    .withHeader("Allow", other.allow());
        }
        throw new Problem(ProblemCode.NOT_FOUND, "There is nothing at this path");
    }

    private static void limitSize(HttpServerRequest request, long largest) {
        String length = request.getHeader("Content-Length");
        if (length != null && larger(length, largest)) {
            throw new Problem(
                            ProblemCode.TOO_LARGE,
                            "The body has " + length + " bytes, the limit is " + largest)
                    .withHeader("Connection", "close");
        }
    }

    /** What has more digits than a number can have is larger than any limit. */
    private static boolean larger(String length, long limit) {
        try {
            return Long.parseLong(length) > limit;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    /**
     * @param refusal of credentials that do not hold, which open operations ignore; or null
     */
    private record Identified(Optional<Principal> principal, RuntimeException refusal) {}

    private Identified identify(HttpServerRequest request) {
        try {
            return new Identified(authentication.identify(request), null);
        } catch (AuthException | Problem refused) {
            return new Identified(Optional.empty(), refused);
        }
    }

    private void limitRate(RoutingContext ctx, Optional<Principal> principal) {
        String address = AddressRange.party(RequestScope.of(ctx).peer().address());
        Rates.Standing standing =
                principal.map(rates::ofCaller).orElseGet(() -> rates.ofAddress(address));
        ctx.response()
                .putHeader("RateLimit-Limit", Integer.toString(standing.limit()))
                .putHeader(
                        "RateLimit-Remaining", Integer.toString(Math.max(0, standing.remaining())))
                .putHeader("RateLimit-Reset", Long.toString(standing.full().toSeconds()));
        if (standing.exceeded()) {
            throw new Problem(
                            ProblemCode.RATE_LIMITED,
                            "More than " + standing.limit() + " requests came at once")
                    .retryAfter(standing.next());
        }
    }

    /** Logins and logouts carry no token, but may not be sent by a foreign page. */
    private void checkOrigin(HttpServerRequest request, Operation operation) {
        String origin = request.getHeader("Origin");
        boolean changes = !operation.method().equals("GET");
        if (changes
                && origin != null
                && operation.path().text().startsWith("/auth/")
                && !origins.allowed(origin, request)) {
            throw new Problem(
                    ProblemCode.ORIGIN_NOT_ALLOWED, "The origin " + origin + " is not allowed");
        }
    }

    private void checkCsrf(HttpServerRequest request, Principal principal) {
        boolean token =
                csrf.valid(
                        request.getHeader("X-CSRF-Token"),
                        Cookies.of(request).get(CookieNames.csrf()),
                        principal.sessionId().toString());
        if (!token || !sameSite(request)) {
            throw new Problem(
                    ProblemCode.CSRF_FAILED,
                    "X-CSRF-Token must repeat the cookie "
                            + CookieNames.csrf()
                            + " of this session, from an allowed origin");
        }
    }

    private boolean sameSite(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        return origin == null
                ? site == null || site.equals("same-origin")
                : origins.allowed(origin, request);
    }

    /** The caller with the rights that it has for this operation. */
    private Principal authorise(Operation operation, RequestScope scope) {
        Principal caller = scope.principal();
        if (caller == null) {
            throw new Problem(ProblemCode.NOT_AUTHENTICATED, "This needs a login");
        }
        Principal principal =
                caller.token() == null
                        ? caller
                        : ScopeGate.admit(
                                operation, scope.pathParameters(), caller, clock.instant());
        requireRole(principal, operation.role());
        if (operation.stepUp()) {
            requireFresh(principal, clock);
        }
        return principal;
    }

    static void requireRole(Principal principal, Role role) {
        if (!principal.role().includes(role)) {
            throw new Problem(
                    ProblemCode.FORBIDDEN,
                    "This needs the role "
                            + role.word()
                            + ", the account is "
                            + principal.role().word());
        }
    }

    static void requireFresh(Principal principal, Clock clock) {
        if (clock.instant().isAfter(principal.authTime().plus(Accounts.FRESH))) {
            throw new Problem(
                    ProblemCode.STEP_UP_REQUIRED,
                    "The password was proven more than 5 minutes ago; POST it to /auth/step-up");
        }
    }
}
