package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Accounts as a table, whoever lists them. */
final class AccountTable {

    private AccountTable() {}

    static void print(Output output, JsonNode accounts) {
        output.table(
                accounts,
                "ID",
                "/id",
                "EMAIL",
                "/email",
                "ROLE",
                "/role",
                "ACTIVE",
                "/active",
                "AUTH",
                "/auth",
                "LAST LOGIN",
                "/last_login_at");
    }
}
