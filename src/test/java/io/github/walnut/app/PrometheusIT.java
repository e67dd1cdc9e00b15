package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says of the metrics and of the alerts that come along. */
@RealPeer("promtool")
class PrometheusIT {

    private static final Path RULES = Path.of("docs/prometheus/rules.yml");

    @TempDir private Path folder;

    @Test
    @Requirement("PM-1")
    void promtool_finds_nothing_in_a_scrape() throws Exception {
        Path scrape = folder.resolve("scrape.txt");
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            walnut.virtualHost("lab", List.of("web-1"));
            await().atMost(TestLimits.WAIT)
                    .until(
                            () ->
                                    walnut.getAs("metrics", "text/plain")
                                            .text()
                                            .contains("network_ups_tools_battery_charge"));
            Files.writeString(scrape, walnut.getAs("metrics", "text/plain").text());
        }
        assertThat(promtool(scrape, "check", "metrics")).isEmpty();
    }

    @Test
    @Requirement("PM-5")
    void the_alerts_that_come_along_do_what_they_say() throws Exception {
        assertThat(promtool(null, "check", "rules", RULES.toString())).contains("SUCCESS");
        assertThat(promtool(null, "test", "rules", "docs/prometheus/rules-test.yml"))
                .contains("SUCCESS");
        assertThat(alerts("- alert: (\\S+)", RULES))
                .isEqualTo(alerts("alertname: (\\S+)", Path.of("docs/prometheus/rules-test.yml")));
    }

    private static TreeSet<String> alerts(String pattern, Path file) throws Exception {
        TreeSet<String> names = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** What it prints; the test fails when it does not end with 0. */
    private static String promtool(Path input, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
