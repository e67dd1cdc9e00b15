package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Proves the password anew to a server that wants that, when somebody can be asked for it. */
final class StepUp {

    private static final String WANTED = "step_up_required";

    private final Function<String, Optional<char[]>> ask;

    /**
     * @param ask answers a question with what is typed; empty where nobody can be asked
     */
    StepUp(Function<String, Optional<char[]>> ask) {
        this.ask = ask;
    }

    /** Asks at the terminal, if there is one. */
    static StepUp atTerminal() {
        return new StepUp(
                question ->
                        Terminal.console().map(console -> console.readPassword("%s: ", question)));
    }

    static boolean wanted(JsonNode problem) {
        return problem.path("code").asText().equals(WANTED);
    }

    /**
     * @return false where nobody could be asked
     * @throws CliException when the server does not take the password
     */
    boolean prove(ApiClient api) {
        JsonNode me = api.get("auth/users/me");
        Optional<char[]> typed =
                ask.apply(
                        "It needs the password anew. Password of " + Output.text(me.path("email")));
        if (typed.isEmpty()) {
            return false;
        }
        try {
            JsonNode answer =
                    api.post(
                            "auth/step-up",
                            Output.JSON
                                    .createObjectNode()
                                    .put("password", new String(typed.get())));
            requireProven(answer);
            return true;
        } finally {
            Arrays.fill(typed.get(), '\0');
        }
    }

    /** Who logged in by an identity provider has no password here. */
    private static void requireProven(JsonNode answer) {
        if (answer.hasNonNull("redirect_url")) {
            throw new CliException(
                    CliException.FAILED,
                    "The login has to be proven anew in a browser: "
                            + Output.text(answer.path("redirect_url")));
        }
    }
}
