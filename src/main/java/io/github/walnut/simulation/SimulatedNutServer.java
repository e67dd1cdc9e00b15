package io.github.walnut.simulation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A NUT server without hardware: it speaks the protocol of upsd (RFC 9271) over real sockets and
 * plays a {@link Scenario}. It listens on loopback unless told otherwise.
 */
public final class SimulatedNutServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedNutServer.class);
    private static final Duration TICK = Duration.ofMillis(100);

    private final Scenario scenario;
    private final ServerSocket listener;
    private final SSLContext tls;
    private final Map<String, SimulatedUps> units = new LinkedHashMap<>();
    private final Map<String, Integer> logins = new ConcurrentHashMap<>();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final ExecutorService sessions =
            Executors.newCachedThreadPool(runnable -> daemon(runnable, "simulated-nut-client"));
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    runnable -> daemon(runnable, "simulated-nut-clock"));
    private final StoryPlayer player;

    /**
     * @param port 0 takes a free one
     * @param tls for STARTTLS, or null when the server does not offer it
     * @param speed how many simulated seconds pass in a real one
     * @param story hears each step of the scenario as it is played
     */
    public SimulatedNutServer(
            Scenario scenario,
            InetAddress address,
            int port,
            SSLContext tls,
            double speed,
            Consumer<Scenario.Step> story)
            throws IOException {
        this.scenario = scenario;
        this.tls = tls;
        scenario.units().forEach(unit -> units.put(unit.name(), new SimulatedUps(unit)));
        this.player = new StoryPlayer(scenario, units.values(), speed, story);
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port), 128);
    }

    private static Thread daemon(Runnable runnable, String name) {
        Thread thread = new Thread(runnable, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Accepts clients and lets time pass. */
    public SimulatedNutServer start() {
        startStill().begin();
        LOG.info("Simulated NUT server with {} UPSs on port {}", units.size(), port());
        return this;
    }

    /** From now on time passes by itself; once, after {@link #startStill}. */
    public void begin() {
        long period = TICK.toMillis();
        ticker.scheduleAtFixedRate(() -> player.pass(TICK), period, period, TimeUnit.MILLISECONDS);
    }

    /** Accepts clients; time passes only by {@link #pass}, until it is told to {@link #begin}. */
    public SimulatedNutServer startStill() {
        sessions.execute(this::accept);
        return this;
    }

    /** Lets time pass for a server that stands still otherwise. */
    public void pass(Duration time) {
        player.pass(time);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public SimulatedUps ups(String name) {
        SimulatedUps ups = units.get(name);
        if (ups == null) {
            throw new IllegalArgumentException(
                    "no simulated UPS '" + name + "', there are " + units.keySet());
        }
        return ups;
    }

    Map<String, SimulatedUps> units() {
        return units;
    }

    /** How many clients are logged in to each UPS. */
    Map<String, Integer> logins() {
        return logins;
    }

    Scenario scenario() {
        return scenario;
    }

    SSLContext tls() {
        return tls;
    }

    /** Drops every connection, as a restart of a server would. */
    public void dropClients() {
        clients.forEach(SimulatedNutServer::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                serveOnItsOwn(client);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn(
                            "Simulated NUT server on port {} could not accept a client: {}",
                            port(),
                            e.getMessage());
                }
            }
        }
    }

    /** One that came in while the server was closing is turned away. */
    private void serveOnItsOwn(Socket client) {
        try {
            sessions.execute(() -> serve(client));
        } catch (RejectedExecutionException e) {
            clients.remove(client);
            closeQuietly(client);
        }
    }

    private void serve(Socket client) {
        try {
            new NutSession(this, client).serve();
        } catch (IOException e) {
            LOG.debug(
                    "Client {} of the simulated NUT server left: {}",
                    client.getRemoteSocketAddress(),
                    e.getMessage());
        } finally {
            clients.remove(client);
            closeQuietly(client);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing {}: {}", socket, e.getMessage());
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        try {
            listener.close();
        } catch (IOException e) {
            LOG.debug("Closing the listener on port {}: {}", port(), e.getMessage());
        }
        dropClients();
        sessions.shutdownNow();
    }
}
