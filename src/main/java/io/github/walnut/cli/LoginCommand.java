package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "login",
        description = {
            "Log in at a server, so that later commands need no token.",
            "What it may do ends with the login; see walnut logout."
        })
final class LoginCommand implements Callable<Integer> {

    @ParentCommand private Walnut walnut;

    @Option(names = "--email", required = true, description = "The account")
    private String email;

    @Mixin private PasswordOption password;

    @Override
    public Integer call() {
        URI server = walnut.access().address();
        char[] secret = password.read();
        try {
            JsonNode tokens =
                    walnut.access()
                            .anonymousClient()
                            .post(
                                    "auth/jwt/login",
                                    Output.JSON
                                            .createObjectNode()
                                            .put("username", email)
                                            .put("password", new String(secret)));
            walnut.access().logins().keep(server, tokens);
            walnut.output()
                    .done(
                            tokens.path("user"),
                            "Logged in at "
                                    + server
                                    + " as "
                                    + Output.text(tokens.at("/user/email"))
                                    + ", "
                                    + Output.text(tokens.at("/user/role"))
                                    + ".");
        } finally {
            Arrays.fill(secret, '\0');
        }
        return 0;
    }

    @Command(name = "logout", description = "End the login at a server.")
    static final class Logout implements Callable<Integer> {

        @ParentCommand private Walnut walnut;

        @Override
        public Integer call() {
            URI server = walnut.access().address();
            ServerAccess access = walnut.access();
            String token =
                    access.logins()
                            .token(server, access.anonymousClient())
                            .orElseThrow(
                                    () ->
                                            new CliException(
                                                    CliException.FAILED,
                                                    "Not logged in at " + server + "."));
            access.logins().forget(server);
            access.client(token).post("auth/jwt/logout", Output.JSON.createObjectNode());
            walnut.output().done("Logged out at " + server + ".");
            return 0;
        }
    }

    @Command(name = "whoami", description = "Who remote commands are for the server.")
    static final class WhoAmI implements Callable<Integer> {

        @ParentCommand private Walnut walnut;

        @Override
        public Integer call() {
            walnut.output().object(walnut.api().get("auth/users/me"));
            return 0;
        }
    }
}
