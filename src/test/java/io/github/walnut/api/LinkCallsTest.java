package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.walnut.Requirement;
import io.github.walnut.run.RunRefusedException;
import io.github.walnut.run.RunRefusedException.Why;
import io.github.walnut.security.ActionLink;
import io.github.walnut.security.ActionLink.Action;
import io.github.walnut.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Links of messages as browsers and programs open them. */
@Requirement("NTF-8")
class LinkCallsTest {

    private static final String PAGE = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";
    private static RunningApi api;
    private String token;
    private ActionLink link;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void a_link() {
        api.clock.advance(Duration.ofSeconds(5));
        api.messageLinks.done.clear();
        api.messageLinks.refusal = null;
        api.system.audit().clear();
        made(Action.HOLD, "Shed <the> lab");
    }

    private void made(Action action, String policy) {
        UUID id = UUID.randomUUID();
        link = new ActionLink(id, action, "phone", api.clock.instant().plusSeconds(60));
        token = "wnl_" + id.toString().replace("-", "");
        api.messageLinks.offers.put(
                token,
                new MessageLinks.Offer(
                        link,
                        policy,
                        "rack@lab",
                        UUID.randomUUID(),
                        api.clock.instant().plusSeconds(42)));
    }

    private HttpResponse<String> get(String of) {
        return api.send(api.request("/api/links/" + of).setHeader("Accept", PAGE).GET());
    }

    private HttpResponse<String> post(String of) {
        return api.send(
                api.request("/api/links/" + of)
                        .setHeader("Accept", PAGE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.noBody()));
    }

    private List<String> rows() {
        return api.system.audit().stream()
                .map(row -> row.actorKind() + " " + row.actor() + " " + row.outcome())
                .toList();
    }

    @Test
    void whoever_opens_a_link_sees_what_it_does_and_changes_nothing() {
        HttpResponse<String> page = get(token);
        for (int i = 0; i < 3; i++) {
            assertThat(get(token).body()).isEqualTo(page.body());
        }
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(page.body())
                .contains(
                        "walnut.example",
                        "Hold \u201cShed &lt;the&gt; lab\u201d?",
                        "rack@lab",
                        "in 42 s")
                .contains("<form method=\"post\">", "10 min", "prefers-color-scheme:dark")
                .doesNotContain("<script", "<the>", token, "http://", "https://");
        assertThat(api.messageLinks.done).isEmpty();
        assertThat(api.messageLinks.used).doesNotContain(link);
        assertThat(api.system.audit()).isEmpty();
    }

    @Test
    @Requirement("SEC-23")
    void the_page_loads_nothing_runs_nothing_and_stands_in_no_frame() throws Exception {
        HttpResponse<String> page = get(token);
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        String style =
                page.body()
                        .substring(
                                page.body().indexOf("<style>") + 7,
                                page.body().indexOf("</style>"));
        String hash =
                java.util.Base64.getEncoder()
                        .encodeToString(
                                java.security.MessageDigest.getInstance("SHA-256")
                                        .digest(
                                                style.getBytes(
                                                        java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(policy)
                .isEqualTo(
                        "default-src 'none'; style-src 'sha256-"
                                + hash
                                + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(page.body()).doesNotContain(" style=", "<link", "<img");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
    }

    @Test
    @Requirement({"SEC-34", "SEC-70"})
    void its_button_acts_once_and_two_rows_name_the_channel() {
        HttpResponse<String> done = post(token);
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).contains("is held");
        assertThat(api.messageLinks.done).containsExactly(link);
        assertThat(rows()).containsExactly("link phone begun", "link phone ok");
        AuditTrail.Entry row = api.system.audit().get(1);
        assertThat(row.action()).isEqualTo("link-use");
        assertThat(row.object()).isEqualTo(link.runId().toString());
        assertThat(row.diff()).containsEntry("action", "hold").containsKey("held_until");
        assertThat(row.toString()).doesNotContain(token);

        HttpResponse<String> again = post(token);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(get(token).body()).isEqualTo(again.body());
        assertThat(get("wnl_forged").body()).isEqualTo(again.body());
        assertThat(api.messageLinks.done).hasSize(1);
        assertThat(rows()).hasSize(2);
    }

    @Test
    void what_things_do_not_allow_leaves_the_link_as_it_was() {
        made(Action.GO_NOW, "Lab");
        api.messageLinks.refusal = new RunRefusedException(Why.CONFLICT, "every run is held");
        HttpResponse<String> refused = post(token);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Nothing was done", "every run is held");
        assertThat(rows()).containsExactly("link phone begun", "link phone conflict");

        api.messageLinks.refusal = null;
        assertThat(post(token).body()).contains("\u201cLab\u201d goes on");
        assertThat(api.messageLinks.done).containsExactly(link);
    }

    @Test
    @Requirement({"API-5", "API-6"})
    void programs_get_problems_in_the_place_of_pages() {
        HttpResponse<String> answer =
                api.send(
                        api.request("/api/links/" + token + "x")
                                .setHeader("Accept", "*/*")
                                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"not_found\"").doesNotContain(token);
    }

    /** The link is the proof; a cookie that a browser sends along neither helps nor hinders. */
    @Test
    @Requirement("SEC-20")
    void a_login_in_the_browser_changes_nothing() {
        String session = api.token(Role.VIEWER);
        HttpResponse<String> done =
                api.send(
                        api.request("/api/links/" + token)
                                .setHeader("Accept", PAGE)
                                .header("Cookie", "walnut_access=" + session)
                                .header("Origin", "null")
                                .header("Idempotency-Key", "of-a-program-1")
                                .POST(BodyPublishers.noBody()));
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(rows()).containsExactly("link phone begun", "link phone ok");
        assertThat(
                        api.send(
                                        api.request("/api/links/" + token + "x")
                                                .setHeader("Accept", PAGE)
                                                .header("Cookie", "walnut_access=" + session)
                                                .POST(BodyPublishers.noBody()))
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void no_log_names_a_link() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.walnut.api");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        logger.setLevel(Level.DEBUG);
        log.start();
        logger.addAppender(log);
        try {
            get(token + "?from=mail");
            post(token);
            post(token);
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
        assertThat(log.list).isNotEmpty();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains(token));
    }
}
