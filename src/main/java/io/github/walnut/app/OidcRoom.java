package io.github.walnut.app;

import io.github.walnut.component.device.Egress;
import io.github.walnut.component.device.EgressHttp;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.security.Role;
import io.github.walnut.security.oidc.OidcAccounts;
import io.github.walnut.security.oidc.OidcLogins;
import io.github.walnut.security.oidc.OidcSettings;
import io.github.walnut.security.oidc.OidcTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Login by an identity provider, by the settings as they stand, through the egress wall. */
final class OidcRoom implements AutoCloseable {

    private static final int SECONDS = 5;
    private static final int LARGEST = 256 * 1024;
    private static final String CALLBACK = "/auth/oidc/callback";

    final OidcLogins logins;
    private final Configuration configuration;
    private final SettingsDesk desk;
    private final EgressHttp http;

    OidcRoom(Configuration configuration, StoreRoom store, AccessRoom access, Egress egress) {
        this.configuration = configuration;
        this.desk = store.desk;
        this.http = new EgressHttp(egress, SECONDS, LARGEST);
        Clock clock = Clock.systemUTC();
        logins =
                new OidcLogins(
                        this::settings,
                        (method, address, headers, body) -> {
                            EgressHttp.Answer answer = http.send(method, address, headers, body);
                            return new OidcTransport.Answer(
                                    answer.status(), answer.contentType(), answer.body());
                        },
                        new OidcAccounts(store.users, store.links, access.accounts, clock),
                        clock);
    }

    private Optional<OidcSettings> settings() {
        SettingsInForce now = desk.inForce();
        String publicUrl = configuration.text(Setting.PUBLIC_URL);
        if (!now.flag(StoredSetting.OIDC_ENABLED) || publicUrl == null) {
            return Optional.empty();
        }
        char[] secret = desk.secret(StoredSetting.OIDC_CLIENT_SECRET).orElse(null);
        if (secret == null
                || now.text(StoredSetting.OIDC_DISCOVERY_URL) == null
                || now.text(StoredSetting.OIDC_CLIENT_ID) == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(settings(now, publicUrl, new String(secret)));
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private OidcSettings settings(SettingsInForce now, String publicUrl, String secret) {
        String otherwise = now.text(StoredSetting.OIDC_DEFAULT_ROLE);
        return new OidcSettings(
                now.text(StoredSetting.OIDC_NAME),
                URI.create(now.text(StoredSetting.OIDC_DISCOVERY_URL)),
                URI.create(publicUrl.replaceFirst("/$", "") + CALLBACK),
                now.text(StoredSetting.OIDC_CLIENT_ID),
                secret,
                List.of(now.text(StoredSetting.OIDC_SCOPES).split(" +")),
                now.text(StoredSetting.OIDC_ROLE_CLAIM),
                now.texts(StoredSetting.OIDC_ADMIN_VALUES),
                now.texts(StoredSetting.OIDC_OPERATOR_VALUES),
                now.texts(StoredSetting.OIDC_VIEWER_VALUES),
                otherwise.equals("none") ? null : Role.of(otherwise),
                now.flag(StoredSetting.OIDC_AUTO_LINK),
                configuration.development());
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
