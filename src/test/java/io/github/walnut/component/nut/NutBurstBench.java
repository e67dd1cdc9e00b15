package io.github.walnut.component.nut;

import io.github.walnut.peers.RealUpsd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Polls per second on one kept connection to a real upsd: our client, which asks in bursts, and a
 * plain client that asks one question, waits for its answer, asks the next. Both take turns, so
 * that they meet the same load of the machine. Arguments: UPSs (100), rounds of each (60).
 */
public final class NutBurstBench {

    private static final NutLimits LIMITS = new NutLimits(20_000, 64);

    private NutBurstBench() {}

    public static void main(String[] arguments) throws Exception {
        int upses = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
        NutHost host =
                new NutHost(
                        NutClock.system(),
                        NutTlsMemory.transientMemory(),
                        (name, port) -> java.net.InetAddress.getByName(name),
                        null,
                        null,
                        watchdog,
                        new NutLog());
        try (RealUpsd upsd = RealUpsd.withMany(upses).start();
                NutSession session =
                        new NutSession(settings(upsd), host, NutSession.IdleRule.KEEP_ALIVE);
                Plain plain = new Plain(upsd)) {
            UpsRoster roster =
                    new UpsRoster(
                            UpsAddress.parse("*@" + upsd.host() + ":" + upsd.port()),
                            session,
                            LIMITS,
                            host);
            roster.refresh(PollKind.FULL);
            UpsRound round = new UpsRound(session, LIMITS, host);
            compare(
                    "full",
                    upses,
                    rounds,
                    () -> burst(round, roster, PollKind.FULL),
                    () -> plain.listVars(upses));
            compare(
                    "fast",
                    upses,
                    rounds,
                    () -> burst(round, roster, PollKind.FAST),
                    () -> plain.getStatus(upses));
        } finally {
            watchdog.shutdownNow();
        }
    }

    private interface Round {
        void run() throws IOException;
    }

    private static void compare(String kind, int upses, int rounds, Round ours, Round plain)
            throws IOException {
        double[] oursMillis = new double[rounds];
        double[] plainMillis = new double[rounds];
        for (int i = -rounds / 3; i < rounds; i++) {
            double first = millis(ours);
            double second = millis(plain);
            if (i >= 0) {
                oursMillis[i] = first;
                plainMillis[i] = second;
            }
        }
        Arrays.sort(oursMillis);
        Arrays.sort(plainMillis);
        double a = oursMillis[rounds / 2];
        double b = plainMillis[rounds / 2];
        System.out.printf(
                Locale.ROOT,
                "%s round of %d: ours %.1f ms (best %.1f), %.0f polls/s; plain %.1f ms (best %.1f), %.0f polls/s; ratio %.2f%n",
                kind,
                upses,
                a,
                oursMillis[0],
                upses / a * 1000,
                b,
                plainMillis[0],
                upses / b * 1000,
                b / a);
    }

    private static double millis(Round round) throws IOException {
        long before = System.nanoTime();
        round.run();
        return (System.nanoTime() - before) / 1e6;
    }

    private static void burst(UpsRound round, UpsRoster roster, PollKind kind) {
        List<UpsQuestion> questions =
                roster.watches().stream().map(watch -> UpsQuestion.of(watch, kind)).toList();
        List<UpsPoll> polls = new ArrayList<>();
        round.run(questions, polls::add);
        if (polls.size() != questions.size() || !polls.stream().allMatch(UpsPoll::good)) {
            throw new IllegalStateException(
                    "a round of " + questions.size() + " brought " + polls.size() + " polls");
        }
    }

    /** One question at a time, lines read as text, nothing else done with them. */
    private static final class Plain implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;
        private final OutputStream out;

        Plain(RealUpsd upsd) throws IOException {
            socket = new Socket(upsd.host(), upsd.port());
            socket.setTcpNoDelay(true);
            in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out = socket.getOutputStream();
        }

        void listVars(int upses) throws IOException {
            for (int i = 1; i <= upses; i++) {
                ask("LIST VAR u%03d\n".formatted(i));
                String line = line();
                while (!line.startsWith("END LIST VAR")) {
                    line = line();
                }
            }
        }

        void getStatus(int upses) throws IOException {
            for (int i = 1; i <= upses; i++) {
                ask("GET VAR u%03d ups.status\n".formatted(i));
                line();
            }
        }

        private void ask(String question) throws IOException {
            out.write(question.getBytes(StandardCharsets.UTF_8));
        }

        private String line() throws IOException {
            String line = in.readLine();
            if (line == null || line.startsWith("ERR")) {
                throw new IOException("upsd answered " + line);
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static NutSessionSettings settings(RealUpsd upsd) {
        return new NutSessionSettings(
                new NutServer(upsd.host(), upsd.port()),
                NutCredentials.NONE,
                new NutTlsSettings(NutTlsMode.OFF, NutTlsTrust.FIRST_USE, null, null),
                5000,
                20_000,
                25_000,
                1000,
                30_000);
    }
}
