package io.github.walnut.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.github.walnut.cli.CliException;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.simulation.Scenario;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays an outage without hardware: a simulated NUT server, a server of its own with virtual
 * targets, and the story on the terminal. Everything lies in a scratch folder and goes with it.
 */
final class Demo {

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final String EMAIL = "demo@walnut.local";

    private final int port;
    private final double speed;
    private final int seed;
    private final boolean withParent;

    Demo(int port, double speed, int seed, boolean withParent) {
        this.port = port;
        this.speed = speed;
        this.seed = seed;
        this.withParent = withParent;
    }

    int run() {
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger(Logger.ROOT_LOGGER_NAME)
                .setLevel(Level.WARN);
        try {
            play();
        } catch (IOException e) {
            throw new CliException(CliException.FAILED, "The demonstration cannot start: " + e);
        }
        return 0;
    }

    private void play() throws IOException {
        Path scratch = Files.createTempDirectory("walnut-demo-");
        ProcessEnd end = ProcessEnd.onSignals(patience(), () -> cutShort(scratch));
        if (withParent) {
            ParentWatch.start(end::ask);
        }
        String password = random(6);
        DemoStory story = new DemoStory(System.out);
        Scenario scenario =
                new DemoOutage(seed).of(new ScenarioReader().read(resource("scenario.yaml")));
        try (SimulatedNutServer ups =
                        new SimulatedNutServer(
                                scenario,
                                InetAddress.getLoopbackAddress(),
                                0,
                                null,
                                speed,
                                story::told);
                WalnutServer server = start(scratch, ups.startStill().port(), password, story)) {
            new DemoSeed(server.port(), EMAIL, password, seed).plant();
            story.say("");
            story.say("  walNUT plays an outage:  http://localhost:" + server.port());
            story.say("  Log in with              " + EMAIL + "  /  " + password);
            story.say("  The same again with      walnut demo --seed " + seed);
            story.say("  Ctrl-C ends it.");
            story.say("");
            ups.begin();
            end.await();
        } catch (IOException | CliException e) {
            throw e;
        } catch (Exception e) {
            throw new CliException(CliException.FAILED, "The demonstration failed: " + e);
        } finally {
            delete(scratch);
        }
    }

    /** While its classes are put into an archive, which happens last, it ends in its own time. */
    private static Duration patience() {
        return Boolean.getBoolean("walnut.demo.unhurried") ? Duration.ofDays(1) : PATIENCE;
    }

    private WalnutServer start(Path scratch, int nutPort, String password, DemoStory story)
            throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("WALNUT_ENV", "dev");
        environment.put("WALNUT_DB_KEY", random(24));
        environment.put("WALNUT_JWT_SECRET", random(24));
        environment.put("WALNUT_CONFIG_DIR", scratch.resolve("config").toString());
        environment.put("WALNUT_DATA_DIR", scratch.resolve("data").toString());
        environment.put("WALNUT_HTTP_HOST", "127.0.0.1");
        environment.put("WALNUT_HTTP_PORT", Integer.toString(port));
        environment.put("WALNUT_MANAGEMENT_PORT", "0");
        environment.put("WALNUT_SECURE_COOKIES", "false");
        environment.put("WALNUT_ARGON2_PROFILE", "small");
        environment.put("WALNUT_DB_KDF_ITER", "64000");
        environment.put("NUT_HOST", "127.0.0.1");
        environment.put("NUT_PORT", Integer.toString(nutPort));
        environment.put("WALNUT_POLL_INTERVAL", "2s");
        String home = System.getenv("WALNUT_HOME");
        if (home != null) {
            environment.put("WALNUT_HOME", home);
        }
        Configuration configuration =
                new ConfigurationReader(environment, new Properties(), warning -> {})
                        .read(Map.of());
        LocalMachine machine = new LocalMachine();
        machine.initDatabase(configuration, false);
        machine.people().create(configuration, EMAIL, "admin", password.toCharArray());
        return WalnutServer.start(configuration, story);
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Demo.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IOException("the program has no resource demo/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Nothing of it is kept, so nobody needs to wait for its runs. */
    private static void cutShort(Path scratch) {
        try {
            delete(scratch);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", scratch, e.toString());
        }
        Runtime.getRuntime().halt(0);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
