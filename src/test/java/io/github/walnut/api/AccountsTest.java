package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.walnut.Requirement;
import io.github.walnut.security.AccessTokens;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.AuthException;
import io.github.walnut.security.Hkdf;
import io.github.walnut.security.PasswordHasher;
import io.github.walnut.security.Role;
import io.github.walnut.security.Sessions;
import io.github.walnut.security.SetupToken;
import io.github.walnut.security.UserAccount;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins below the API: their cost, their time, and the race for the first account. */
class AccountsTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final String PASSWORD = RunningApi.PASSWORD;

    @TempDir private Path folder;

    private final TestClock clock = new TestClock();
    private final MemoryUsers users = new MemoryUsers();
    private final AtomicInteger addresses = new AtomicInteger();

    private Accounts accounts(PasswordHasher.Profile profile) {
        Hkdf keys = new Hkdf(new byte[32]);
        return new Accounts(
                users,
                users,
                users,
                new Sessions(users, Sessions.Limits.DEFAULT, clock),
                new AccessTokens(keys, Duration.ofMinutes(10), clock),
                new PasswordHasher(profile),
                new SetupToken(clock, folder.resolve("setup-token")),
                clock);
    }

    private Accounts.Caller caller() {
        clock.advance(Duration.ofMinutes(30));
        return new Accounts.Caller("10.0.0." + addresses.incrementAndGet() % 250, "test");
    }

    @Test
    @Requirement({"SEC-1"})
    void a_login_renews_a_hash_of_other_parameters() {
        users.create(
                accounts(PasswordHasher.Profile.TEST)
                        .account("anna@example.org", null, PASSWORD, Role.VIEWER));
        Accounts stronger = accounts(PasswordHasher.Profile.SMALL);

        stronger.login("anna@example.org", PASSWORD, caller());

        UserAccount anna = users.byEmail("anna@example.org").orElseThrow();
        assertThat(anna.passwordHash()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(anna.lastLoginAt()).isEqualTo(clock.instant());
        assertThat(anna.version()).isEqualTo(1);
        stronger.login("anna@example.org", PASSWORD, caller());
        assertThat(users.byEmail("anna@example.org").orElseThrow().passwordHash())
                .isEqualTo(anna.passwordHash());
    }

    @Test
    @Requirement({"SEC-1"})
    void no_more_than_two_hashes_run_and_twenty_wait() {
        PasswordHasher hasher = new PasswordHasher(PasswordHasher.Profile.SMALL);
        List<CompletableFuture<Throwable>> logins =
                IntStream.range(0, 40)
                        .mapToObj(
                                i ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        catchThrowable(
                                                                () -> hasher.matches("x", null)),
                                                task -> new Thread(task).start()))
                        .toList();

        List<Throwable> refused =
                logins.stream().map(CompletableFuture::join).filter(Objects::nonNull).toList();

        assertThat(refused)
                .hasSizeBetween(1, 18)
                .allMatch(PasswordHasher.BusyException.class::isInstance);
    }

    @Test
    @Requirement({"SEC-3"})
    void an_unknown_account_takes_the_time_of_a_wrong_password() {
        Accounts accounts = accounts(PasswordHasher.Profile.TEST);
        users.create(accounts.account("anna@example.org", null, PASSWORD, Role.VIEWER));
        double difference = 1;
        for (int round = 0; round < 5 && difference >= 0.1; round++) {
            long[] known = new long[200];
            long[] unknown = new long[200];
            for (int i = 0; i < 200; i++) {
                known[i] = time(accounts, "anna@example.org");
                unknown[i] = time(accounts, "nobody@example.org");
            }
            double right = median(known);
            difference = Math.abs(median(unknown) - right) / right;
        }
        assertThat(difference).isLessThan(0.1);
    }

    /** Processor time: other programs on the machine do not take it. */
    private long time(Accounts accounts, String email) {
        Accounts.Caller caller = caller();
        long begin = THREADS.getCurrentThreadCpuTime();
        Throwable refused = catchThrowable(() -> accounts.login(email, "wrong", caller));
        long took = THREADS.getCurrentThreadCpuTime() - begin;
        assertThat(refused)
                .isInstanceOf(AuthException.class)
                .hasMessage("E-mail or password is wrong");
        return took;
    }

    private static double median(long[] times) {
        long[] sorted = times.clone();
        java.util.Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Test
    @Requirement({"SEC-4"})
    void of_two_setups_at_once_one_makes_the_administrator() {
        Accounts accounts = accounts(PasswordHasher.Profile.TEST);
        SetupToken token = new SetupToken(clock, folder.resolve("setup-token"));
        Accounts.Caller caller = caller();
        String word = token.issue();
        List<CompletableFuture<Throwable>> both =
                IntStream.range(0, 2)
                        .mapToObj(
                                i ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        catchThrowable(
                                                                () ->
                                                                        accounts.setup(
                                                                                word,
                                                                                "a"
                                                                                        + i
                                                                                        + "@example.org",
                                                                                PASSWORD,
                                                                                null,
                                                                                caller))))
                        .toList();

        assertThat(both.stream().map(CompletableFuture::join).filter(Objects::nonNull))
                .singleElement()
                .isInstanceOfSatisfying(
                        AuthException.class,
                        refused ->
                                assertThat(refused.code())
                                        .isEqualTo(AuthException.Code.SETUP_DONE));
        assertThat(users.all()).hasSize(1);
        assertThat(token.file()).doesNotExist();
    }

    @Test
    @Requirement({"SEC-13"})
    void rights_that_change_during_a_login_are_not_kept_by_it() {
        Accounts accounts = accounts(PasswordHasher.Profile.TEST);
        users.create(accounts.account("anna@example.org", null, PASSWORD, Role.OPERATOR));
        UserAccount anna = users.byEmail("anna@example.org").orElseThrow();
        users.onLogin(() -> accounts.users().personal(anna.id(), edit -> edit.role(Role.VIEWER)));

        Throwable refused =
                catchThrowable(() -> accounts.login("anna@example.org", PASSWORD, caller()));

        assertThat(refused).isInstanceOf(AuthException.class);
        assertThat(accounts.sessions().of(anna.id())).isEmpty();
    }

    @Test
    @Requirement({"SEC-24", "SEC-1"})
    void of_many_guesses_at_once_no_more_are_tried_than_of_many_in_turn() {
        Accounts accounts = accounts(PasswordHasher.Profile.SMALL);
        users.create(accounts.account("anna@example.org", null, PASSWORD, Role.VIEWER));
        List<CompletableFuture<Throwable>> all =
                IntStream.range(0, 20)
                        .mapToObj(i -> new Accounts.Caller("10.1.0." + i, "test"))
                        .map(
                                caller ->
                                        CompletableFuture.supplyAsync(
                                                () -> guess(accounts, "anna@example.org", caller),
                                                task -> new Thread(task).start()))
                        .toList();

        List<AuthException.Code> codes =
                all.stream()
                        .map(CompletableFuture::join)
                        .map(refused -> ((AuthException) refused).code())
                        .toList();

        assertThat(codes.stream().filter(AuthException.Code.INVALID_CREDENTIALS::equals))
                .hasSize(5);
        assertThat(codes).contains(AuthException.Code.LOGIN_THROTTLED);
    }

    private static Throwable guess(Accounts accounts, String name, Accounts.Caller caller) {
        return catchThrowable(() -> accounts.login(name, "wrong", caller));
    }

    @Test
    @Requirement({"SEC-24", "SEC-4"})
    void logins_by_names_of_other_counters_hold_up_neither_the_setup_nor_an_invitation() {
        Accounts accounts = accounts(PasswordHasher.Profile.TEST);
        String word = new SetupToken(clock, folder.resolve("setup-token")).issue();
        Accounts.Caller caller = new Accounts.Caller("10.0.0.1", "test");
        for (String name : List.of("setup", "invite 10.0.0.2")) {
            for (int i = 0; i < 5; i++) {
                guess(accounts, name, caller);
            }
        }
        assertThat(guess(accounts, "another", caller))
                .hasFieldOrPropertyWithValue("code", AuthException.Code.LOGIN_THROTTLED);
        accounts.setup(word, "a@example.org", PASSWORD, null, caller);
        String invitation =
                accounts.users().create("b@example.org", null, Role.VIEWER, null).inviteToken();
        accounts.users()
                .redeem(invitation, PASSWORD, null, new Accounts.Caller("10.0.0.2", "test"));
        assertThat(users.all()).hasSize(2);
    }
}
