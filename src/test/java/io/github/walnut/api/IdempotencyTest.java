package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.security.Role;
import io.github.walnut.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private static final String WINDOW =
            "{\"until\":\"2026-05-02T09:00:00Z\",\"reason\":\"new fan\"}";

    private RunningApi api;
    private String operator;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        operator = api.token(Role.OPERATOR);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private HttpResponse<String> post(String path, String token, String key, String body) {
        var request =
                api.request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body));
        return api.send(key == null ? request : request.header("Idempotency-Key", key));
    }

    private HttpResponse<String> open(String key) {
        return post("/api/maintenance", operator, key, WINDOW);
    }

    @Test
    @Requirement("API-9")
    void the_same_request_gets_the_first_answer_again() {
        HttpResponse<String> first = open("a-key-of-mine");
        HttpResponse<String> again = open("a-key-of-mine");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(api.maintenance.windows()).hasSize(1);
    }

    @Test
    @Requirement("API-9")
    void a_key_is_bound_to_its_body_caller_and_path_for_a_day() {
        open("a-key-of-mine");

        assertThat(
                        api.code(
                                post(
                                        "/api/maintenance",
                                        operator,
                                        "a-key-of-mine",
                                        WINDOW.replace("fan", "disk"))))
                .isEqualTo("idempotency_key_reused");
        assertThat(
                        post("/api/maintenance", api.token(Role.ADMIN), "a-key-of-mine", WINDOW)
                                .headers()
                                .firstValue("Idempotent-Replayed"))
                .isEmpty();
        assertThat(api.code(post("/api/runs/resume", operator, "a-key-of-mine", "")))
                .isNotEqualTo("idempotency_key_reused");
        assertThat(api.maintenance.windows()).hasSize(2);
        api.clock.advance(Duration.ofHours(24).plusSeconds(1));
        operator = api.token(Role.OPERATOR);
        post("/api/maintenance", operator, "a-key-of-mine", WINDOW.replace("02T", "03T"));
        assertThat(api.maintenance.windows()).hasSize(3);
    }

    @Test
    @Requirement("API-9")
    void operations_that_need_a_key_say_so_and_odd_keys_are_refused() {
        List<Operation> needing = contract().stream().filter(IdempotencyTest::needsKey).toList();
        assertThat(needing)
                .extracting(Operation::id)
                .contains("policy-run", "run-step-retry", "run-recover");
        String admin = api.token(Role.ADMIN);
        String run = "{\"mode\":\"dry_run\",\"reason\":\"a try\"}";
        String path = "/api/policies/" + UUID.randomUUID() + "/run";

        assertThat(api.code(post(path, admin, null, run))).isEqualTo("idempotency_key_required");
        assertThat(api.code(post(path, admin, null, "{"))).isEqualTo("malformed_json");
        assertThat(api.code(post(path, admin, "new-key-1", run))).isEqualTo("not_found");
        for (String odd : List.of("short", "with space here", "x".repeat(129), "ümlaut-key")) {
            assertThat(api.code(open(odd))).as(odd).isEqualTo("invalid_parameter");
        }
    }

    private static List<Operation> contract() {
        try {
            return new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")))
                    .contract()
                    .operations();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean needsKey(Operation operation) {
        return operation.parameters().stream()
                .anyMatch(p -> p.name().equals(Idempotency.HEADER) && p.required());
    }

    @Test
    @Requirement("API-9")
    void a_key_whose_first_request_is_under_way_is_asked_for_again_later() throws Exception {
        CompletableFuture<Void> under = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        api.maintenance.before =
                () -> {
                    under.complete(null);
                    goOn.join();
                };
        CompletableFuture<HttpResponse<String>> first =
                CompletableFuture.supplyAsync(() -> open("one-at-a-time"));
        under.get(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS);

        HttpResponse<String> meanwhile = open("one-at-a-time");
        assertThat(api.code(meanwhile)).isEqualTo("idempotency_in_progress");
        assertThat(meanwhile.headers().firstValue("Retry-After")).hasValue("1");

        goOn.complete(null);
        assertThat(first.join().statusCode()).isEqualTo(201);
        assertThat(open("one-at-a-time").body()).isEqualTo(first.join().body());
        assertThat(api.maintenance.windows()).hasSize(1);
    }

    @Test
    @Requirement({"API-9", "API-99"})
    void one_key_sent_twenty_times_at_once_has_one_effect() {
        List<CompletableFuture<HttpResponse<String>>> sent =
                IntStream.range(0, 20)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> open("twenty-at-once")))
                        .toList();

        List<HttpResponse<String>> answers = sent.stream().map(CompletableFuture::join).toList();
        assertThat(api.maintenance.windows()).hasSize(1);
        assertThat(answers)
                .allMatch(
                        answer ->
                                answer.statusCode() == 201
                                        || api.code(answer).equals("idempotency_in_progress"));
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 201)
                .filteredOn(a -> a.headers().firstValue("Idempotent-Replayed").isEmpty())
                .hasSize(1);
    }

    @Test
    @Requirement("API-9")
    void answers_that_show_a_secret_once_are_not_kept() {
        HttpResponse<String> ticket = post("/api/ws-ticket", operator, "ticket-key", "");
        HttpResponse<String> again = post("/api/ws-ticket", operator, "ticket-key", "");

        assertThat(ticket.statusCode()).isEqualTo(201);
        assertThat(api.code(again)).isEqualTo("conflict");
        assertThat(
                        api.keptKeys.find(
                                new IdempotencyKeys.Key(
                                        api.users
                                                .byEmail("operator@example.org")
                                                .orElseThrow()
                                                .id()
                                                .toString(),
                                        "/api/ws-ticket",
                                        "ticket-key"),
                                Instant.EPOCH))
                .hasValueSatisfying(kept -> assertThat(kept.text()).isNull());
    }

    @Test
    @Requirement("API-9")
    void refusals_are_kept_failures_and_refused_logins_are_not() {
        Idempotency idempotency = new Idempotency(new RecentKeys(), api.clock);
        AtomicInteger done = new AtomicInteger();
        for (int status : new int[] {201, 409, 403, 429, 500, 503}) {
            Supplier<Answer> work =
                    () -> {
                        done.incrementAndGet();
                        return new Answer(status, Map.of(), "{}");
                    };
            idempotency.handle(call("key-" + status), incoming(""), work);
            idempotency.handle(call("key-" + status), incoming(""), work);
            assertThat(done.getAndSet(0))
                    .as("" + status)
                    .isEqualTo(status < 410 && status != 403 ? 1 : 2);
        }
    }

    @Test
    @Requirement("API-9")
    void a_request_that_was_cut_short_by_the_end_of_the_program_is_not_repeated() {
        RecentKeys keys = new RecentKeys();
        Call call = call("a-key-of-mine");
        keys.begin(
                new IdempotencyKeys.Key(
                        call.principal().userId().toString(), "/api/x", "a-key-of-mine"),
                io.github.walnut.security.Digests.sha256Hex("{}\n"),
                api.clock.instant(),
                Instant.EPOCH);

        assertThatThrownBy(
                        () ->
                                new Idempotency(keys, api.clock)
                                        .handle(call, incoming(""), () -> null))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.CONFLICT));
    }

    @Test
    @Requirement("API-9")
    void without_a_store_keys_hold_in_memory() {
        Idempotency idempotency = new Idempotency(new NoStore(), api.clock);
        List<String> done = new ArrayList<>();
        Supplier<Answer> work =
                () -> {
                    done.add("once");
                    return new Answer(202, Map.of(), "{}");
                };

        idempotency.handle(call("a-key-of-mine"), incoming(""), work);
        Answer again = idempotency.handle(call("a-key-of-mine"), incoming(""), work);

        assertThat(done).hasSize(1);
        assertThat(again.headers()).containsEntry("Idempotent-Replayed", List.of("true"));
    }

    private static final UUID USER = new UUID(1, 1);

    private Call call(String key) {
        Principal principal =
                new Principal(
                        USER, USER, Role.ADMIN, "password", false, Instant.EPOCH, Instant.MAX);
        Operation operation =
                contract().stream()
                        .filter(known -> known.id().equals("system-disarm"))
                        .findFirst()
                        .orElseThrow();
        return new Call(
                operation,
                principal,
                Map.of(Idempotency.HEADER, key),
                null,
                null,
                null,
                null,
                null);
    }

    private static Incoming incoming(String text) {
        return new Incoming(
                null, null, Map.of(), Map.of(), Map.of(), Map.of(), text, null, null, "/api/x", "",
                null);
    }

    /** A store that takes nothing, as one on a full disk. */
    private static final class NoStore implements IdempotencyKeys {
        @Override
        public Optional<Kept> find(Key key, Instant since) {
            throw new StoreUnavailableException("full", null);
        }

        @Override
        public void begin(Key key, String fingerprint, Instant now, Instant since) {
            throw new StoreUnavailableException("full", null);
        }

        @Override
        public void finish(Key key, int status, Map<String, List<String>> headers, String text) {
            throw new StoreUnavailableException("full", null);
        }

        @Override
        public void forget(Key key) {
            throw new StoreUnavailableException("full", null);
        }
    }
}
