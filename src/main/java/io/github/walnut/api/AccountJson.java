package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.Role;
import io.github.walnut.security.Session;
import io.github.walnut.security.UserAccount;
import java.util.List;

/** Writes accounts, never their secrets. */
final class AccountJson {

    private final Json json;

    AccountJson(Json json) {
        this.json = json;
    }

    /** The account as its owner sees it in this session. */
    ObjectNode me(UserAccount user, Session session) {
        ObjectNode node = json.object();
        node.put("id", user.id().toString());
        node.put("email", user.email());
        node.put("display_name", user.displayName());
        node.put("role", Role.of(user.role()).word());
        node.put("auth", session.kind());
        node.put("step_up_until", Json.at(session.authTime().plus(Accounts.FRESH)));
        node.put("session_id", session.id().toString());
        node.set("scopes", json.texts(List.of()));
        node.putNull("locale");
        node.put("weak_password", user.weakPassword());
        node.put("must_change_password", user.mustChange());
        return node;
    }

    ObjectNode user(UserAccount user) {
        ObjectNode node = json.object();
        node.put("id", user.id().toString());
        node.put("email", user.email());
        node.put("display_name", user.displayName());
        node.put("role", Role.of(user.role()).word());
        node.put("active", user.active());
        node.put("auth", user.passwordHash() == null ? "oidc" : "password");
        node.put("created_at", Json.at(user.createdAt()));
        node.put("last_login_at", Json.at(user.lastLoginAt()));
        node.putNull("locked_until");
        node.put("oidc_linked", false);
        node.put("version", user.version());
        return node;
    }
}
