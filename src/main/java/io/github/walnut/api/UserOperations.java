package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.EmailTakenException;
import io.github.walnut.security.Role;
import io.github.walnut.security.Secret;
import io.github.walnut.security.UserAccount;
import io.github.walnut.security.Users;
import io.github.walnut.store.AuditScope;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** The accounts, for administrators. */
final class UserOperations implements Resource {

    private final Users users;
    private final Predicate<UUID> linked;
    private final AccountJson accountJson;
    private final Pages pages;

    UserOperations(Users users, Predicate<UUID> linked, Json json, Pages pages) {
        this.linked = linked;
        this.users = users;
        this.accountJson = new AccountJson(json);
        this.pages = pages;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "users-list", this::list,
                "user-get", this::get,
                "user-create", this::create,
                "user-update", this::update,
                "user-delete", this::delete);
    }

    private Reply list(Call call) {
        Map<UUID, Instant> invitations = users.invitations();
        return pages.reply(
                pages.cut(call, users.all(), user -> user.id().toString()),
                user -> write(user, invitations));
    }

    private Reply get(Call call) {
        UserAccount user = existing(call.uuid("id"));
        return Reply.ok(write(user)).withVersion(user.version());
    }

    private Reply create(Call call) {
        String email = call.member("email");
        if (!Users.plausible(email)) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    "email is '" + email + "', expected an address such as anna@example.org");
        }
        Map<String, Object> audited =
                Map.of(
                        "email", email.toLowerCase(Locale.ROOT),
                        "role", Role.of(call.member("role")).word(),
                        "invited", call.member("password") == null);
        AuditScope.tell(audited);
        try {
            Users.Made made =
                    users.create(
                            email,
                            call.member("display_name"),
                            Role.of(call.member("role")),
                            call.member("password"));
            ObjectNode answer = write(made.user());
            answer.put("invite_token", made.inviteToken());
            return Reply.created(answer, "/api/users/" + made.user().id())
                    .withVersion(made.user().version())
                    .audited(audited);
        } catch (EmailTakenException taken) {
            throw new Problem(ProblemCode.DUPLICATE, taken.getMessage())
                    .with("existing_id", taken.existing().toString());
        }
    }

    private Reply update(Call call) {
        UUID id = call.uuid("id");
        UserAccount before = existing(id);
        JsonNode body = call.body();
        Users.Change wish =
                new Users.Change(
                        body.has("role") ? Role.of(call.member("role")) : null,
                        body.has("active") ? body.get("active").asBoolean() : null,
                        body.has("display_name"),
                        call.member("display_name"),
                        Secret.of(call.member("password")));
        AuditScope.tell(AccountDiff.wished(before, wish));
        UserAccount after = users.change(id, version -> ETags.check(call, version), wish);
        return Reply.ok(write(after))
                .withVersion(after.version())
                .audited(AccountDiff.wished(before, wish));
    }

    private Reply delete(Call call) {
        UUID id = call.uuid("id");
        UserAccount gone = existing(id);
        Map<String, Object> audited =
                Map.of("email", gone.email(), "role", Role.of(gone.role()).word());
        AuditScope.tell(audited);
        users.delete(id, version -> ETags.check(call, version));
        return Reply.noContent().audited(audited);
    }

    private UserAccount existing(UUID id) {
        return users.find(id).orElseThrow(() -> Problem.notFound("user", id.toString()));
    }

    private ObjectNode write(UserAccount user) {
        return write(user, users.invitations());
    }

    private ObjectNode write(UserAccount user, Map<UUID, Instant> invitations) {
        return accountJson
                .user(user, users.lockedUntil(user), invitations.get(user.id()))
                .put("oidc_linked", linked.test(user.id()));
    }
}
