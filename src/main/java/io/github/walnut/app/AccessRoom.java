package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.security.AccessTokens;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.ActionLinks;
import io.github.walnut.security.CsrfTokens;
import io.github.walnut.security.Hkdf;
import io.github.walnut.security.PasswordHasher;
import io.github.walnut.security.Sessions;
import io.github.walnut.security.SetupToken;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Accounts, sessions and tokens over the store. */
final class AccessRoom {

    final Sessions sessions;
    final AccessTokens tokens;
    final CsrfTokens csrf;
    final ActionLinks links;
    final SetupToken setupToken;
    final Accounts accounts;
    final TokenSecret secret;

    AccessRoom(Configuration configuration, StoreRoom store) {
        Clock clock = Clock.systemUTC();
        String given = configuration.required(Setting.JWT_SECRET);
        Hkdf keys = new Hkdf(given.getBytes(StandardCharsets.UTF_8));
        sessions = new Sessions(store.sessions, limits(store.inForce), clock);
        store.inForce.onChange(SettingGroup.SECURITY, () -> sessions.limit(limits(store.inForce)));
        tokens = new AccessTokens(keys, configuration.duration(Setting.ACCESS_TTL), clock);
        csrf = new CsrfTokens(keys);
        links = new ActionLinks(keys);
        secret = new TokenSecret(store, new SystemClock(), given, this::use);
        secret.renew();
        setupToken = new SetupToken(clock, configuration.database().resolveSibling("setup-token"));
        PasswordHasher.Profile profile =
                PasswordHasher.Profile.named(configuration.text(Setting.ARGON2_PROFILE));
        accounts =
                new Accounts(
                        store.users,
                        store.tokens,
                        store.throttled,
                        sessions,
                        tokens,
                        new PasswordHasher(profile),
                        setupToken,
                        clock);
        accounts.longPasswords(() -> store.inForce.number(StoredSetting.PASSWORD_MIN));
    }

    private void use(Hkdf present, Hkdf before) {
        tokens.use(present, before);
        csrf.use(present, before);
        links.use(present, before);
    }

    private static Sessions.Limits limits(SettingsInForce settings) {
        return new Sessions.Limits(
                settings.duration(StoredSetting.SESSION_IDLE),
                settings.duration(StoredSetting.SESSION_MAX));
    }
}
