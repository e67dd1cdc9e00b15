package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.ApiToken;
import io.github.walnut.security.Role;
import io.github.walnut.security.Session;
import io.github.walnut.security.UserAccount;
import java.time.Instant;
import java.util.List;

/** Writes accounts, never their secrets. */
final class AccountJson {

    private final Json json;

    AccountJson(Json json) {
        this.json = json;
    }

    /** The account as its owner sees it in this session. */
    ObjectNode me(UserAccount user, Session session) {
        ObjectNode node = me(user);
        node.put("auth", session.kind());
        node.put("step_up_until", Json.at(session.authTime().plus(Accounts.FRESH)));
        node.put("session_id", session.id().toString());
        node.set("scopes", json.texts(List.of()));
        return node;
    }

    /** The account as a program with this token sees it. */
    ObjectNode me(UserAccount user, ApiToken token) {
        ObjectNode node = me(user);
        node.put("auth", "token");
        node.putNull("step_up_until");
        node.putNull("session_id");
        node.set("scopes", json.texts(token.scopes()));
        return node;
    }

    private ObjectNode me(UserAccount user) {
        ObjectNode node = json.object();
        node.put("id", user.id().toString());
        node.put("email", user.email());
        node.put("display_name", user.displayName());
        node.put("role", Role.of(user.role()).word());
        node.put("locale", user.locale());
        node.put("weak_password", user.weakPassword());
        node.put("must_change_password", user.mustChange());
        return node;
    }

    /**
     * The account as administrators see it.
     *
     * @param lockedUntil logins wait until then, or null
     * @param invitedUntil the invitation can be taken up until then, or null
     */
    ObjectNode user(UserAccount user, Instant lockedUntil, Instant invitedUntil) {
        ObjectNode node = json.object();
        node.put("id", user.id().toString());
        node.put("email", user.email());
        node.put("display_name", user.displayName());
        node.put("role", Role.of(user.role()).word());
        node.put("active", user.active());
        boolean provider = user.passwordHash() == null && invitedUntil == null;
        node.put("auth", provider ? "oidc" : "password");
        node.put("created_at", Json.at(user.createdAt()));
        node.put("last_login_at", Json.at(user.lastLoginAt()));
        node.put("locked_until", Json.at(lockedUntil));
        node.put("invited_until", Json.at(invitedUntil));
        node.put("weak_password", user.weakPassword());
        node.put("oidc_linked", false);
        node.put("version", user.version());
        return node;
    }
}
