package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.api.AnswerCheck;
import io.github.walnut.api.ContractRequests;
import io.github.walnut.api.ContractRequests.Wish;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Sends made-up requests to the whole server: some hundred, or in the profile {@code long} twenty
 * thousand. None may fail inside, tell how it is made, or tell a secret.
 */
class ApiFuzzIT {

    /** These end the program, or take away what the others need: sessions, tries to log in. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "system-restart",
                    "system-restore",
                    "me-password",
                    "session-login",
                    "session-logout",
                    "session-refresh",
                    "session-step-up",
                    "session-end",
                    "setup-complete");

    private static final Set<Integer> OF_OTHERS = Set.of(501, 502, 504);
    private static final int SESSIONS = 8;

    @TempDir Path folder;

    private final Map<String, String> failures = new TreeMap<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    @Test
    @Requirement({"API-99", "SEC-25"})
    void no_request_breaks_the_server_or_makes_it_talk() throws Exception {
        long seed = Long.getLong("test.fuzz.seed", System.nanoTime());
        int runs = Integer.getInteger("test.fuzz.runs", 0) == 0 ? 500 : 20_000;
        runs = Integer.getInteger("test.fuzz.requests", runs);
        Ear ear = new Ear();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ear.start();
        root.addAppender(ear);
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            walnut.virtualHost("virt", List.of("web", "db"));
            ContractRequests requests =
                    new ContractRequests(new Random(seed), LEFT_OUT, known(walnut));
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                tokens.add(walnut.login());
            }
            for (int i = 0; i < runs; i++) {
                Wish wish = requests.next();
                HttpResponse<String> answer = walnut.exchange(wish, tokens.get(i % SESSIONS));
                judge(wish, answer, walnut.secrets());
                if (answer.statusCode() == 401) {
                    tokens.set(i % SESSIONS, walnut.login());
                }
            }
            ear.told.stream()
                    .filter(line -> walnut.secrets().stream().anyMatch(line::contains))
                    .forEach(line -> failures.put("log", line));
        } finally {
            root.detachAppender(ear);
        }

        System.out.println("seed " + seed + ", answers by status " + statuses);
        assertThat(failures).as("seed %d, %s", seed, statuses).isEmpty();
    }

    private static Map<String, List<String>> known(HomeServer walnut) {
        JsonNode policy =
                walnut.created(
                        """
                        version: "2.0"
                        name: Shed the lab
                        trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
                        actions:
                          - {host_id: virt, capability: vm.lifecycle, verb: shutdown, selector: {query: 'name ~ "w*"'}}
                        """);
        Map<String, List<String>> known = new LinkedHashMap<>();
        known.put("ups_id", List.of("rack1@default", "rack1"));
        known.put("host_id", List.of("virt"));
        known.put("type_id", List.of("walnut.virtual"));
        known.put("id", List.of("virt", "default", policy.path("id").asText()));
        known.put("policy_id", List.of(policy.path("id").asText()));
        return known;
    }

    private void judge(Wish wish, HttpResponse<String> answer, List<String> secrets) {
        statuses.merge(answer.statusCode(), 1, Integer::sum);
        String body = answer.body();
        if (answer.statusCode() >= 500 && !OF_OTHERS.contains(answer.statusCode())) {
            fault(wish, answer, "failed");
        } else if (body.contains("\tat ")
                || body.contains("java.lang.")
                || body.contains("io.github.walnut")) {
            fault(wish, answer, "tells how it is made");
        } else if (secrets.stream().anyMatch(body::contains)) {
            fault(wish, answer, "tells a secret");
        }
        try {
            AnswerCheck.check(answer);
        } catch (AssertionError other) {
            fault(wish, answer, other.getMessage());
        }
    }

    private void fault(Wish wish, HttpResponse<String> answer, String what) {
        String brief = what.substring(0, Math.min(what.length(), 700));
        failures.putIfAbsent(
                wish.operation()
                        + " "
                        + answer.statusCode()
                        + " "
                        + brief.substring(0, Math.min(40, brief.length())),
                brief + "\n" + wish + "\n" + answer.body());
    }

    /** Hears what every logger says. */
    private static final class Ear extends AppenderBase<ILoggingEvent> {
        final Queue<String> told = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                told.add(
                        event.getFormattedMessage()
                                + (event.getThrowableProxy() == null
                                        ? ""
                                        : event.getThrowableProxy().getMessage()));
            }
        }
    }
}
