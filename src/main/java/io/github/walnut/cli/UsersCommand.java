package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "users", description = "Accounts, by the server; without one: walnut auth.")
final class UsersCommand {

    private static final String WHO = "E-mail or id";
    private static final String ROLES = "admin, operator or viewer";

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "Every account.")
    int list() {
        AccountTable.print(walnut.output(), walnut.api().items("api/users"));
        return 0;
    }

    @Command(
            name = "invite",
            description = "A new account; prints the token with which its owner sets a password.")
    int invite(
            @Option(names = "--email", required = true) String email,
            @Option(names = "--role", required = true, description = ROLES) String role) {
        JsonNode user =
                walnut.api()
                        .post(
                                "api/users",
                                Output.JSON
                                        .createObjectNode()
                                        .put("email", email)
                                        .put("role", role));
        walnut.output().answer(user, Output.text(user.path("invite_token")));
        return 0;
    }

    @Command(name = "set-role", description = "Give an account another role.")
    int setRole(
            @Parameters(paramLabel = "WHO", description = WHO) String who,
            @Option(names = "--role", required = true, description = ROLES) String role) {
        return change(who, Output.JSON.createObjectNode().put("role", role));
    }

    @Command(name = "disable", description = "Let an account log in no more.")
    int disable(@Parameters(paramLabel = "WHO", description = WHO) String who) {
        return change(who, Output.JSON.createObjectNode().put("active", false));
    }

    @Command(name = "enable", description = "Let an account log in again.")
    int enable(@Parameters(paramLabel = "WHO", description = WHO) String who) {
        return change(who, Output.JSON.createObjectNode().put("active", true));
    }

    private int change(String who, ObjectNode body) {
        JsonNode user = walnut.api().patch(path(who), body, "*");
        walnut.output()
                .done(
                        user,
                        user.path("email").asText()
                                + ": "
                                + user.path("role").asText()
                                + (user.path("active").asBoolean() ? "" : ", disabled"));
        return 0;
    }

    @Command(name = "delete", description = "Delete an account with its sessions and tokens.")
    int delete(
            @Parameters(paramLabel = "WHO", description = WHO) String who,
            @Option(names = "--yes", description = "Do not ask") boolean yes) {
        Terminal.confirm(yes, who, "The account is deleted.");
        walnut.api().delete(path(who), "*");
        walnut.output().done("Deleted.");
        return 0;
    }

    private String path(String who) {
        if (!who.contains("@")) {
            return "api/users/" + ApiClient.segment(who);
        }
        ArrayNode found =
                Output.only(
                        walnut.api().items("api/users"),
                        user -> user.path("email").asText().equalsIgnoreCase(who));
        if (found.isEmpty()) {
            throw new CliException(
                    CliException.FAILED,
                    "No account has the e-mail " + who + ". See walnut users list");
        }
        return "api/users/" + found.get(0).path("id").asText();
    }
}
