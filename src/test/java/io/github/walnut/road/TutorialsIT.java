package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.peers.RealPeer;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tutorials, typed from the page in their order: each command in a shell in a folder that looks
 * like that of the sources, against the packaged program and real peers. Ports are other ones.
 */
class TutorialsIT {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** They stay, each in a terminal of its own. */
    private static final Pattern STAYS =
            Pattern.compile("(\\w+=\\S+ )*(walnut (serve|simulate)|docker/peers/).*");

    /** They only look, so a reader may look again until it is as the page shows. */
    private static final Pattern LOOKS =
            Pattern.compile("(walnut (ups|runs|policies|events) (list|show)|curl|cut|tail)(?s:.*)");

    private static final Pattern ASSIGNS = Pattern.compile("(?s)[A-Z]+=.*");

    @TempDir private Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> ports = new LinkedHashMap<>();
    private final Map<String, Process> running = new LinkedHashMap<>();
    private final List<String> assigned = new ArrayList<>();
    private final ShownOutput output = new ShownOutput();
    private int terminals;

    @BeforeEach
    void clone_and_build() throws IOException {
        Files.createSymbolicLink(folder.resolve("docker"), Path.of("docker").toAbsolutePath());
        Files.createDirectory(folder.resolve("target"));
        Files.createSymbolicLink(folder.resolve("target/walnut"), RunningWalnut.home());
        for (String port : List.of("34930", "34937", "22220", "18830", "8000")) {
            ports.put(port, Integer.toString(freePort()));
        }
        environment.put("WALNUT_HTTP_PORT", ports.get("8000"));
        environment.put("WALNUT_MANAGEMENT_PORT", "0");
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("etc").toString());
        environment.put("XDG_CONFIG_HOME", folder.resolve("home").toString());
    }

    @AfterEach
    void end_each_terminal() {
        List.copyOf(running.keySet()).forEach(this::end);
    }

    @Test
    @Requirement("OPS-95")
    @RealPeer({
        "/usr/lib/nut/upsd",
        "/usr/lib/nut/dummy-ups",
        "/usr/bin/upsrw",
        "/usr/sbin/sshd",
        "mosquitto",
        "mosquitto_sub"
    })
    void the_first_outage_goes_as_its_page_says() throws Exception {
        follow(Path.of("docs/tutorials/first-outage.md"));
    }

    @Test
    @Requirement("OPS-95")
    @RealPeer({"curl", "jq"})
    void the_first_policy_goes_as_its_page_says() throws Exception {
        follow(Path.of("docs/tutorials/first-policy.md"));
    }

    private void follow(Path page) throws Exception {
        int typed = 0;
        for (TypedPage.Step step : TypedPage.steps(page)) {
            if (step instanceof TypedPage.Save save) {
                Files.writeString(folder.resolve(save.file()), save.text());
            } else if (step instanceof TypedPage.Type type) {
                type(output.own(here(type.command())), type.shown());
                typed++;
            }
        }
        assertThat(typed).isGreaterThan(15);
    }

    private String here(String text) {
        String here = text;
        for (Map.Entry<String, String> port : ports.entrySet()) {
            here = here.replace(port.getKey(), port.getValue());
        }
        return here;
    }

    private void type(String command, List<String> shown) throws Exception {
        if (STAYS.matcher(command).matches()) {
            stay(command, shown);
        } else if (ASSIGNS.matcher(command).matches()) {
            assigned.add(command);
        } else if (LOOKS.matcher(command).matches()) {
            await(command).atMost(LIMIT).untilAsserted(() -> look(command, shown));
        } else {
            look(command, shown);
        }
    }

    /** As in a terminal: whoever starts the server again has ended it before. */
    private void stay(String command, List<String> shown) throws IOException {
        String program =
                command.replaceAll(".*(walnut serve|walnut simulate|docker/peers/\\w+).*", "$1");
        end(program);
        Path said = folder.resolve("terminal-" + terminals++ + ".txt");
        Process process = shell("exec env " + command, said);
        running.put(program, process);
        await(command)
                .atMost(LIMIT)
                .until(
                        () -> {
                            assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
                            return difference(shown, Files.readAllLines(said)).isEmpty();
                        });
    }

    private void look(String command, List<String> shown) throws IOException, InterruptedException {
        Path said = folder.resolve("terminal-" + terminals++ + ".txt");
        Process process = shell(command, said);
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(command).isTrue();
        compare(command, shown, Files.readAllLines(said));
    }

    private void compare(String command, List<String> shown, List<String> printed) {
        assertThat(difference(shown, printed))
                .as("$ %s%n%s", command, String.join("\n", printed))
                .isEmpty();
    }

    private Optional<String> difference(List<String> shown, List<String> printed) {
        return output.difference(shown.stream().map(this::here).toList(), printed);
    }

    private Process shell(String command, Path said) throws IOException {
        String script = String.join("\n", assigned) + "\n" + command;
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(WALNUT|NUT)_.*"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Outside of those that the system gives to connections, so that it stays free. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }

    private void end(String program) {
        Process process = running.remove(program);
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.onExit().join();
        }
    }
}
