package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;

/** Why a server did not answer, or what it refused, in words for people. */
final class ApiFailures {

    private static final String RENEW =
            ". Log in again (walnut login), or put another token in WALNUT_TOKEN or --token-file";

    /** How Java's clients end their message when a connection was closed before any answer. */
    private static final Set<String> NOTHING_CAME =
            Set.of("parser received no bytes", "Unexpected end of file from server");

    /** What to do about a refusal, by its code. */
    private static final Map<String, String> NEXT_STEPS =
            Map.of(
                    "not_authenticated", RENEW,
                    "session_expired", RENEW,
                    "token_expired", RENEW,
                    "token_revoked", RENEW,
                    "not_armed", ". See walnut system arm");

    private ApiFailures() {}

    static String reason(Throwable e) {
        String said = e.getMessage();
        if (e instanceof SSLHandshakeException) {
            return said + ". A certificate of your own: see --ca-file";
        }
        if (e instanceof UnknownHostException) {
            return "no address is known for " + said;
        }
        if (e instanceof ConnectException && refusedConnection(said)) {
            return "the connection was refused";
        }
        if (said != null && NOTHING_CAME.stream().anyMatch(said::endsWith)) {
            return "it closed the connection, as a server does when this address has too many open";
        }
        return said == null ? e.getClass().getSimpleName() : said;
    }

    private static boolean refusedConnection(String said) {
        return said == null || said.startsWith("Connection refused");
    }

    /**
     * @param program it was asked with a token that was made for a program
     */
    static CliException refused(ApiRequest request, int status, JsonNode problem, boolean program) {
        StringBuilder text = new StringBuilder();
        if (StepUp.wanted(problem)) {
            text.append("The password must be proven anew: that was more than 5 minutes ago.");
            text.append(" Log in again (walnut login), or run this at a terminal, which asks");
            return new CliException(CliException.FAILED, text.toString(), problem);
        }
        JsonNode errors = problem.path("errors");
        boolean one = errors.size() == 1 && tells(problem, errors.get(0));
        if (one) {
            text.append(problem.path("title").asText()).append(": ");
            text.append(line(errors.get(0)));
        } else if (problem.hasNonNull("detail")) {
            text.append(problem.path("title").asText()).append(": ");
            text.append(problem.get("detail").asText());
        } else {
            text.append(request.method() + " " + request.address() + " was answered ");
            text.append(problem.path("title").asText("HTTP " + status));
        }
        text.append(nextStep(problem.path("code").asText(), program));
        if (!one) {
            errors.forEach(error -> text.append("\n  ").append(line(error)));
        }
        return new CliException(CliException.FAILED, text.toString(), problem);
    }

    private static String nextStep(String code, boolean program) {
        return program && code.equals("forbidden")
                ? ". Log in as a person: walnut login"
                : NEXT_STEPS.getOrDefault(code, "");
    }

    /** The problem itself says no more than its only error. */
    private static boolean tells(JsonNode problem, JsonNode error) {
        String message = error.path("message").asText();
        return !message.isEmpty() && problem.path("detail").asText().endsWith(message);
    }

    private static String line(JsonNode error) {
        String pointer = error.path("pointer").asText();
        String said = error.path("message").asText();
        return (pointer.isEmpty() || said.startsWith(pointer) ? "" : pointer + ": ") + said;
    }
}
