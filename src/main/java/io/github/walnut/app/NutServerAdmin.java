package io.github.walnut.app;

import io.github.walnut.api.NutServers;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.store.NutServer;
import io.github.walnut.store.NutServerRepository;
import io.github.walnut.store.Secrets;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The NUT servers: stored, and polled from the moment on. */
final class NutServerAdmin implements NutServers {

    private static final Logger LOG = LoggerFactory.getLogger(NutServerAdmin.class);

    private final NutServerRepository repository;
    private final Secrets secrets;
    private final Pollers pollers;
    private final UpsFleet fleet;
    private final UpsRemoval removal;
    private final UpsUsers users;
    private final Consumer<Runnable> turn;
    private final SettingsInForce settings;
    private final Clock clock;

    /**
     * @param turn does something after all that was polled so far was judged
     */
    NutServerAdmin(
            NutServerRepository repository,
            Secrets secrets,
            Pollers pollers,
            UpsFleet fleet,
            UpsRemoval removal,
            UpsUsers users,
            Consumer<Runnable> turn,
            SettingsInForce settings,
            Clock clock) {
        this.repository = repository;
        this.secrets = secrets;
        this.pollers = pollers;
        this.fleet = fleet;
        this.removal = removal;
        this.users = users;
        this.turn = turn;
        this.settings = settings;
        this.clock = clock;
    }

    /** Starts to poll every stored server. */
    void start() {
        repository.all().forEach(this::start);
    }

    /** A server that cannot be polled must not keep the others from being watched. */
    private void start(NutServer server) {
        try {
            pollers.start(server);
        } catch (RuntimeException e) {
            LOG.error("NUT server {} cannot be polled: {}", server.id(), e.toString());
        }
    }

    @Override
    public Usual usual() {
        return new Usual(
                settings.duration(StoredSetting.POLL_INTERVAL),
                settings.duration(StoredSetting.FAST_INTERVAL),
                settings.duration(StoredSetting.HEARTBEAT_TIMEOUT));
    }

    @Override
    public List<Server> all() {
        return repository.all().stream().map(NutServerAdmin::shown).toList();
    }

    @Override
    public Optional<Server> find(String id) {
        return repository.find(id).map(NutServerAdmin::shown);
    }

    private static Server shown(NutServer server) {
        return new Server(
                server.id(),
                server.host(),
                server.port(),
                server.username(),
                server.secretRef() != null,
                server.tls(),
                server.pollInterval(),
                server.fastInterval(),
                server.heartbeat(),
                server.enabled(),
                server.version());
    }

    @Override
    public Status status(String id) {
        List<UpsFacts> ups = fleet.all().stream().filter(facts -> isOf(facts, id)).toList();
        boolean reachable = ups.stream().anyMatch(UpsFacts::reachable);
        String cause =
                ups.stream()
                        .map(UpsFacts::cause)
                        .filter(text -> text != null)
                        .findFirst()
                        .orElse(null);
        String state = ups.isEmpty() ? "unknown" : reachable ? "connected" : "error";
        String credentials = "auth".equals(cause) ? "refused" : "unverified";
        String failure = repository.find(id).flatMap(pollers::failure).orElse(cause);
        return new Status(
                state,
                credentials,
                ups.stream().map(UpsFacts::upsId).toList(),
                reachable ? cause : failure);
    }

    @Override
    public Server create(Server server, String password, String actor) {
        if (repository.find(server.id()).isPresent()) {
            throw new Problem(
                    ProblemCode.DUPLICATE, "There is a NUT server '" + server.id() + "' already");
        }
        NutServer stored = stored(server, password);
        repository.save(stored);
        NutServer written = repository.find(server.id()).orElseThrow();
        pollers.start(written);
        return shown(written);
    }

    private NutServer stored(Server server, String password) {
        Instant now = clock.now();
        String secret = null;
        if (password != null) {
            secret = "nut/" + server.id();
            secrets.put(secret, password.toCharArray());
        }
        return new NutServer(
                server.id(),
                server.host(),
                server.port(),
                server.username(),
                secret,
                server.tls(),
                null,
                null,
                server.pollInterval(),
                server.fastInterval(),
                server.heartbeatTimeout(),
                server.enabled(),
                0,
                now,
                now);
    }

    @Override
    public void delete(String id, String actor) {
        NutServer server = repository.find(id).orElse(null);
        if (server == null) {
            return;
        }
        ofServer(id).stream()
                .flatMap(facts -> users.of(facts.upsId()).stream())
                .findFirst()
                .ifPresent(
                        user -> {
                            throw new Problem(ProblemCode.IN_USE, "It is in use: " + user);
                        });
        pollers.stop(server);
        try {
            turn.accept(
                    () -> {
                        ofServer(id).forEach(facts -> removal.remove(facts.upsId()));
                        removal.removeUnheard(id);
                        repository.delete(id);
                    });
        } catch (RuntimeException e) {
            start(server);
            throw e;
        }
        if (server.secretRef() != null) {
            secrets.delete(server.secretRef());
        }
        LOG.info("NUT server {} is not watched any more", id);
    }

    private List<UpsFacts> ofServer(String id) {
        return fleet.all().stream().filter(facts -> isOf(facts, id)).toList();
    }

    private static boolean isOf(UpsFacts facts, String serverId) {
        return UpsId.parse(facts.upsId()).server().equalsIgnoreCase(serverId);
    }
}
