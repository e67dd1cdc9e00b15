package io.github.walnut.app;

import io.github.walnut.api.ProviderTest;
import io.github.walnut.component.device.Egress;
import io.github.walnut.component.device.EgressHttp;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.security.Role;
import io.github.walnut.security.Secret;
import io.github.walnut.security.oidc.OidcAccounts;
import io.github.walnut.security.oidc.OidcLogins;
import io.github.walnut.security.oidc.OidcSettings;
import io.github.walnut.security.oidc.OidcTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Login by an identity provider, by the settings as they stand, through the egress wall. */
final class OidcRoom implements ProviderTest, AutoCloseable {

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
        return desk.inForce().flag(StoredSetting.OIDC_ENABLED)
                ? settings(setting -> desk.inForce().of(setting).value())
                : Optional.empty();
    }

    /** With other values than those in force; the secret is not needed for what is asked. */
    @Override
    public List<Step> test(Map<String, Object> given) {
        Map<StoredSetting, SettingsInForce.Value> values = desk.tried(SettingGroup.OIDC, given);
        Optional<OidcSettings> tried = settings(setting -> values.get(setting).value());
        if (tried.isEmpty()) {
            return List.of(
                    new Step(
                            "settings",
                            false,
                            "WALNUT_PUBLIC_URL, discovery_url, client_id and client_secret are"
                                    + " needed"));
        }
        return logins.probe(tried.get()).stream()
                .map(step -> new Step(step.name(), step.ok(), step.detail()))
                .toList();
    }

    private Optional<OidcSettings> settings(Function<StoredSetting, Object> now) {
        String publicUrl = configuration.text(Setting.PUBLIC_URL);
        char[] secret = desk.secret(StoredSetting.OIDC_CLIENT_SECRET).orElse(null);
        if (secret == null
                || publicUrl == null
                || now.apply(StoredSetting.OIDC_DISCOVERY_URL) == null
                || now.apply(StoredSetting.OIDC_CLIENT_ID) == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(settings(now, publicUrl, Secret.of(new String(secret))));
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private OidcSettings settings(
            Function<StoredSetting, Object> now, String publicUrl, Secret secret) {
        String otherwise = text(now, StoredSetting.OIDC_DEFAULT_ROLE);
        return new OidcSettings(
                text(now, StoredSetting.OIDC_NAME),
                URI.create(text(now, StoredSetting.OIDC_DISCOVERY_URL)),
                URI.create(
                        publicUrl.replaceFirst("/$", "")
                                + configuration.basePath().outer(CALLBACK)),
                text(now, StoredSetting.OIDC_CLIENT_ID),
                secret,
                List.of(text(now, StoredSetting.OIDC_SCOPES).split(" +")),
                text(now, StoredSetting.OIDC_ROLE_CLAIM),
                texts(now, StoredSetting.OIDC_ADMIN_VALUES),
                texts(now, StoredSetting.OIDC_OPERATOR_VALUES),
                texts(now, StoredSetting.OIDC_VIEWER_VALUES),
                otherwise.equals("none") ? null : Role.of(otherwise),
                (Boolean) now.apply(StoredSetting.OIDC_AUTO_LINK),
                configuration.development());
    }

    private static String text(Function<StoredSetting, Object> now, StoredSetting setting) {
        return (String) now.apply(setting);
    }

    private static List<String> texts(Function<StoredSetting, Object> now, StoredSetting setting) {
        return ((List<?>) now.apply(setting)).stream().map(String.class::cast).toList();
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
