package io.github.walnut.app;

import io.github.walnut.api.NutServers;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.component.nut.NutTlsMemory;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The NUT servers: stored, and polled from the moment on. */
final class NutServerAdmin implements NutServers {

    private static final Logger LOG = LoggerFactory.getLogger(NutServerAdmin.class);

    private static final String FIRST_USE = "first-use";

    private final NutServerRepository repository;
    private final Secrets secrets;
    private final Pollers pollers;
    private final UpsFleet fleet;
    private final UpsRemoval removal;
    private final UpsUsers users;
    private final Consumer<Runnable> turn;
    private final SettingsInForce settings;
    private final Clock clock;
    private final NutTester tester;
    private final NutTlsMemory memory;
    private final Peers peers;
    private final Map<String, String> proven = new ConcurrentHashMap<>();

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
            NutTester tester,
            NutTlsMemory memory,
            Peers peers,
            Clock clock) {
        this.peers = peers;
        this.tester = tester;
        this.memory = memory;
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
                server.tlsTrust() == null ? FIRST_USE : server.tlsTrust(),
                server.tlsPin(),
                server.pollInterval(),
                server.fastInterval(),
                server.heartbeat(),
                server.enabled(),
                Math.max(1, server.version()));
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
        Optional<NutServer> server = repository.find(id);
        Optional<String> failure = server.flatMap(pollers::failure);
        String credentials =
                "auth".equals(cause) ? "refused" : proven.getOrDefault(id, "unverified");
        return new Status(
                state(server, reachable, failure.isPresent() || !ups.isEmpty()),
                server.flatMap(pollers::encrypted).orElse(null),
                credentials,
                ups.stream().map(UpsFacts::upsId).toList(),
                reachable ? cause : failure.orElse(cause));
    }

    private String state(Optional<NutServer> server, boolean reachable, boolean trouble) {
        if (server.isPresent() && !server.get().enabled()) {
            return "disabled";
        }
        if (reachable || server.map(pollers::linked).orElse(false)) {
            return "connected";
        }
        return trouble ? "error" : "unknown";
    }

    @Override
    public Server create(Server server, String password, String actor) {
        if (repository.find(server.id()).isPresent()) {
            throw new Problem(
                            ProblemCode.DUPLICATE,
                            "There is a NUT server '" + server.id() + "' already")
                    .with("existing_id", server.id());
        }
        peers.require(server.host());
        refuseTaken(server);
        repository.save(stored(server, password(server, password), 1, clock.now()));
        NutServer written = repository.find(server.id()).orElseThrow();
        pollers.start(written);
        return shown(written);
    }

    @Override
    public synchronized Server update(
            Server server, int version, String password, boolean keepPassword, String actor) {
        NutServer before = repository.find(server.id()).orElseThrow();
        if (shown(before).version() != version) {
            throw new Problem(ProblemCode.VERSION_MISMATCH, "The server was changed meanwhile")
                    .with("current_version", shown(before).version());
        }
        peers.require(server.host());
        refuseTaken(server);
        String secret = keepPassword ? before.secretRef() : password(server, password);
        pollers.stop(before);
        repository.save(stored(server, secret, version + 1, before.createdAt()));
        if (secret == null && before.secretRef() != null) {
            secrets.delete(before.secretRef());
        }
        proven.remove(server.id());
        NutServer written = repository.find(server.id()).orElseThrow();
        pollers.start(written);
        LOG.info("NUT server {} was changed and is connected anew", server.id());
        return shown(written);
    }

    /** Each address is polled once. */
    private void refuseTaken(Server server) {
        repository.all().stream()
                .filter(other -> !other.id().equals(server.id()))
                .filter(
                        other ->
                                other.host().equalsIgnoreCase(server.host())
                                        && other.port() == server.port())
                .findFirst()
                .ifPresent(
                        twin -> {
                            throw new Problem(
                                            ProblemCode.DUPLICATE,
                                            "NUT server '" + twin.id() + "' has this address")
                                    .with("existing_id", twin.id());
                        });
    }

    @Override
    public Tried test(Server server, String password, boolean login) {
        Optional<NutServer> known = repository.find(server.id());
        String word = password;
        if (word == null) {
            word =
                    known.map(NutServer::secretRef)
                            .flatMap(secrets::open)
                            .map(String::new)
                            .orElse(null);
        }
        NutServer tried =
                stored(server, null, 1, known.map(NutServer::createdAt).orElseGet(clock::now));
        Tried result = tester.test(tried, word, login);
        boolean same =
                password == null
                        && known.isPresent()
                        && known.get().host().equals(server.host())
                        && known.get().port() == server.port()
                        && Objects.equals(known.get().username(), server.username());
        if (same && !result.credentials().equals("unverified")) {
            proven.put(server.id(), result.credentials());
        }
        return result;
    }

    /** The name under which the password is sealed from now on, or null. */
    private String password(Server server, String password) {
        if (password == null) {
            return null;
        }
        String secret = "nut/" + server.id();
        secrets.put(secret, password.toCharArray());
        return secret;
    }

    private NutServer stored(Server server, String secret, int version, Instant createdAt) {
        return new NutServer(
                server.id(),
                server.host(),
                server.port(),
                server.username(),
                secret,
                server.tls(),
                server.tlsTrust(),
                server.tlsPin(),
                server.pollInterval(),
                server.fastInterval(),
                server.heartbeatTimeout(),
                server.enabled(),
                version,
                createdAt,
                clock.now());
    }

    @Override
    public synchronized void trust(String id, String sha256) {
        NutServer server = repository.find(id).orElseThrow();
        pollers.stop(server);
        try {
            if (sha256 == null) {
                memory.forget(address(server));
            } else {
                memory.save(address(server), sha256);
            }
        } finally {
            start(server);
        }
        LOG.info("NUT server {} is believed by {}", id, sha256 == null ? "what it shows" : sha256);
    }

    private static io.github.walnut.component.nut.NutServer address(NutServer server) {
        return new io.github.walnut.component.nut.NutServer(server.host(), server.port());
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
        memory.forget(address(server));
        LOG.info("NUT server {} is not watched any more", id);
    }

    private List<UpsFacts> ofServer(String id) {
        return fleet.all().stream().filter(facts -> isOf(facts, id)).toList();
    }

    private static boolean isOf(UpsFacts facts, String serverId) {
        return UpsId.parse(facts.upsId()).server().equalsIgnoreCase(serverId);
    }
}
