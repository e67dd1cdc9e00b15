package io.github.walnut.api;

import io.github.walnut.security.Accounts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The cookies that a browser gets with a login. */
final class LoginCookies {

    private final Accounts accounts;
    private final Clock clock;

    LoginCookies(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Lines of {@code Set-Cookie}, with others after them. */
    List<String> lines(Call call, Accounts.Login login, String... others) {
        CookieNames names = call.envelope().cookieNames();
        Duration rest = Duration.between(clock.instant(), login.session().expiresAt());
        return Stream.concat(
                        Stream.of(
                                names.accessLine(
                                        login.accessToken(), accounts.tokens().ttl().toSeconds()),
                                names.refreshLine(login.refreshToken(), rest.toSeconds())),
                        Stream.of(others))
                .toList();
    }
}
