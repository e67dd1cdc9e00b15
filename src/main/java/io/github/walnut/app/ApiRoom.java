package io.github.walnut.app;

import io.github.walnut.api.ApiConfig;
import io.github.walnut.api.ApiPorts;
import io.github.walnut.api.ApiServer;
import io.github.walnut.api.CookieSecurity;
import io.github.walnut.api.KnownHosts;
import io.github.walnut.api.Live;
import io.github.walnut.api.LiveFeed;
import io.github.walnut.api.RateLimits;
import io.github.walnut.api.WireLimits;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.MachineName;
import io.github.walnut.config.Setting;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.publish.Json;
import io.github.walnut.security.AddressRange;
import io.github.walnut.security.SecretFilter;
import io.github.walnut.store.LiveMessageRepository;
import io.github.walnut.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;

/** What people and programs talk to: the API, the console, the open sockets. */
final class ApiRoom implements AutoCloseable {

    final Live live;
    final LiveFeed feed;
    final StoredLive log;
    private final Configuration configuration;
    private final SettingsInForce settings;
    private final SecretFilter filter;
    private final X509ExtendedKeyManager tls;

    /**
     * @param tls what HTTPS is spoken with; null speaks HTTP
     */
    ApiRoom(Configuration configuration, StoreRoom store, X509ExtendedKeyManager tls) {
        this.configuration = configuration;
        this.settings = store.inForce;
        this.filter = store.filter;
        this.tls = tls;
        LiveNumbers numbers = new LiveNumbers(store.settings);
        log = new StoredLive(new LiveMessageRepository(store.database), numbers);
        live = new Live(numbers, new Json(), Clock.systemUTC(), Live.Limits.DEFAULT, log);
        feed = new LiveFeed(live, new Json(), Clock.systemUTC());
    }

    ApiServer server(ApiPorts ports, AccessRoom access, StoreRoom store) {
        return new ApiServer(
                config(),
                ports,
                access.accounts,
                store.users,
                access.csrf,
                live,
                Clock.systemUTC());
    }

    private ApiConfig config() {
        String version = ApiRoom.class.getPackage().getImplementationVersion();
        return new ApiConfig(
                configuration.text(Setting.HTTP_HOST),
                configuration.number(Setting.HTTP_PORT),
                tls,
                hosts(configuration),
                configuration.basePath(),
                configuration.texts(Setting.FRAME_ANCESTORS),
                cookies(),
                () -> settings.texts(StoredSetting.ALLOWED_ORIGINS),
                trustedProxies(),
                configuration.flag(Setting.API_DOCS),
                WireLimits.DEFAULT,
                RateLimits.DEFAULT,
                version == null ? "1.0.0" : version,
                BuildId.of(version),
                filter,
                () ->
                        new ApiConfig.Site(
                                settings.text(StoredSetting.UI_SITE_NAME),
                                settings.text(StoredSetting.UI_DEFAULT_LOCALE)),
                uploads());
    }

    static KnownHosts hosts(Configuration configuration) {
        return KnownHosts.of(
                configuration.text(Setting.PUBLIC_URL),
                configuration.texts(Setting.ALLOWED_HOSTS),
                MachineName.of(System.getenv()));
    }

    private CookieSecurity cookies() {
        if (!configuration.flag(Setting.SECURE_COOKIES)) {
            return CookieSecurity.NEVER;
        }
        return LocalhostLogins.allowed(configuration)
                ? CookieSecurity.EXCEPT_LOCALHOST
                : CookieSecurity.ALWAYS;
    }

    /** Empty: what lies there was left by a process that was killed. */
    private Path uploads() {
        try {
            return PrivateFiles.emptyFolder(configuration.dataDir().resolve("uploads"));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of uploads cannot be used", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        log.close();
    }

    private List<AddressRange> trustedProxies() {
        return settings.texts(StoredSetting.TRUSTED_PROXIES).stream()
                .map(AddressRange::new)
                .toList();
    }
}
