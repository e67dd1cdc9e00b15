package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.Role;
import io.github.walnut.security.Session;
import io.github.walnut.security.UserAccount;
import java.util.Map;
import java.util.UUID;

/** What people see and change of their own account, and where they are logged in. */
final class ProfileOperations implements Resource {

    private final Accounts accounts;
    private final AccountJson accountJson;
    private final Json json;
    private final Pages pages;

    ProfileOperations(Accounts accounts, Json json, Pages pages) {
        this.accounts = accounts;
        this.accountJson = new AccountJson(json);
        this.json = json;
        this.pages = pages;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "me-get", this::me,
                "me-update", this::update,
                "me-password", this::password,
                "sessions-list", this::sessions,
                "session-end", this::end);
    }

    private Reply me(Call call) {
        return me(call, accounts.activeUser(call.principal().userId()));
    }

    private Reply me(Call call, UserAccount user) {
        Principal caller = call.principal();
        return Reply.ok(
                caller.token() == null
                        ? accountJson.me(user, accounts.sessions().check(caller.sessionId()))
                        : accountJson.me(user, caller.token()));
    }

    private Reply update(Call call) {
        JsonNode body = call.body();
        UserAccount changed =
                accounts.users()
                        .personal(
                                call.principal().userId(),
                                edit -> {
                                    if (body.has("display_name")) {
                                        edit.displayName(call.member("display_name"));
                                    }
                                    return body.has("locale")
                                            ? edit.locale(call.member("locale"))
                                            : edit;
                                });
        return me(call, changed);
    }

    private Reply password(Call call) {
        accounts.users()
                .changePassword(
                        call.principal().userId(),
                        call.principal().sessionId(),
                        call.member("current_password"),
                        call.member("new_password"),
                        new Accounts.Caller(
                                call.envelope().address(), call.envelope().userAgent()));
        return Reply.noContent();
    }

    private Reply sessions(Call call) {
        UUID self = call.principal().userId();
        UUID of = call.uuid("user_id") == null ? self : call.uuid("user_id");
        if (!of.equals(self)) {
            Gate.requireRole(call.principal(), Role.ADMIN);
        }
        return pages.reply(
                pages.cut(call, accounts.sessions().of(of), session -> session.id().toString()),
                session -> write(session, call));
    }

    /** Somebody else's session does not exist for anyone but administrators. */
    private Reply end(Call call) {
        UUID id = call.uuid("id");
        Session session =
                accounts.sessions()
                        .find(id)
                        .filter(
                                found ->
                                        call.principal().role() == Role.ADMIN
                                                || found.userId().equals(call.principal().userId()))
                        .orElseThrow(() -> Problem.notFound("session", id.toString()));
        accounts.sessions().revoke(session.id());
        return Reply.noContent().audited(Map.of("user_id", session.userId().toString()));
    }

    private ObjectNode write(Session session, Call call) {
        ObjectNode node = json.object();
        node.put("id", session.id().toString());
        node.put("kind", session.kind());
        node.put("created_at", Json.at(session.createdAt()));
        node.put("last_used_at", Json.at(session.lastUsedAt()));
        node.put("expires_at", Json.at(session.expiresAt()));
        node.put("ip", session.ip());
        node.put("user_agent", session.userAgent());
        node.put("current", session.id().equals(call.principal().sessionId()));
        return node;
    }
}
