package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.AddressRange;
import io.github.walnut.security.ApiToken;
import io.github.walnut.security.ApiTokens;
import io.github.walnut.security.Role;
import io.github.walnut.security.TokenScope;
import io.github.walnut.store.AuditScope;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Tokens of programs: made with a fresh password, shown once, revoked at any time. */
final class TokenOperations implements Resource {

    private final ApiTokens tokens;
    private final PolicyStore policies;
    private final Pages pages;
    private final Json json;
    private final Clock clock;

    TokenOperations(ApiTokens tokens, PolicyStore policies, Pages pages, Json json, Clock clock) {
        this.tokens = tokens;
        this.policies = policies;
        this.pages = pages;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "tokens-list", this::list,
                "token-create", this::create,
                "token-delete", this::delete);
    }

    private Reply list(Call call) {
        if (call.flag("all")) {
            Gate.requireRole(call.principal(), Role.ADMIN);
        }
        List<ApiToken> shown =
                tokens.all().stream()
                        .filter(token -> call.flag("all") || own(token, call))
                        .toList();
        return pages.reply(pages.cut(call, shown, token -> token.id().toString()), this::write);
    }

    private static boolean own(ApiToken token, Call call) {
        return token.userId().equals(call.principal().userId());
    }

    private Reply create(Call call) {
        UUID owner = call.principal().userId();
        ApiTokens.Wish wish = wish(call);
        long have = tokens.all().stream().filter(token -> own(token, call)).count();
        if (have >= ApiTokens.PER_USER) {
            throw new Problem(
                    ProblemCode.CONFLICT,
                    "This account has " + have + " tokens; revoke one that is not needed");
        }
        UUID id = UUID.randomUUID();
        Map<String, Object> audited =
                Map.of(
                        "id", id.toString(),
                        "name", wish.name(),
                        "scopes", wish.scopes(),
                        "allow_ips", wish.allowIps(),
                        "expires_at", Json.at(wish.expiresAt()));
        AuditScope.tell(audited);
        ApiTokens.Made made = tokens.create(id, owner, wish);
        return Reply.created(
                        write(made.token()).put("token", made.word()),
                        "/api/tokens/" + made.token().id())
                .audited(audited);
    }

    private ApiTokens.Wish wish(Call call) {
        List<String> scopes = texts(call.body().get("scopes"));
        List<String> ranges = texts(call.body().path("allow_ips"));
        try {
            scopes.forEach(TokenScope::check);
            ranges.forEach(AddressRange::new);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
        for (String scope : scopes) {
            if (TokenScope.executes(scope)) {
                checkPolicy(scope, call.principal());
            }
        }
        return new ApiTokens.Wish(call.member("name"), scopes, ranges, expiry(call));
    }

    private void checkPolicy(String scope, Principal caller) {
        Gate.requireRole(caller, Role.ADMIN);
        UUID policy = TokenScope.policy(scope);
        if (policies.find(policy).isEmpty()) {
            throw new Problem(ProblemCode.INVALID_REQUEST, "scopes: there is no policy " + policy);
        }
    }

    private Instant expiry(Call call) {
        Instant now = clock.instant();
        String text = call.member("expires_at");
        try {
            Instant at = OffsetDateTime.parse(text).toInstant();
            if (at.isAfter(now) && !at.isAfter(now.plus(ApiTokens.LONGEST_LIFE))) {
                return at;
            }
        } catch (DateTimeException e) {
            throw notInTime(text);
        }
        throw notInTime(text);
    }

    private static Problem notInTime(String text) {
        return new Problem(
                ProblemCode.INVALID_REQUEST,
                "expires_at is '" + text + "', expected a time within the next 365 days");
    }

    /** Somebody else's token does not exist for anyone but administrators. */
    private Reply delete(Call call) {
        UUID id = call.uuid("id");
        ApiToken token =
                tokens.find(id)
                        .filter(found -> own(found, call) || call.principal().role() == Role.ADMIN)
                        .orElseThrow(() -> Problem.notFound("token", id.toString()));
        Map<String, Object> audited =
                Map.of("name", token.name(), "user_id", token.userId().toString());
        AuditScope.tell(audited);
        tokens.revoke(id);
        return Reply.noContent().audited(audited);
    }

    private ObjectNode write(ApiToken token) {
        ObjectNode node = json.object();
        node.put("id", token.id().toString());
        node.put("user_id", token.userId().toString());
        node.put("name", token.name());
        node.put("prefix", token.prefix());
        node.set("scopes", json.texts(token.scopes()));
        node.set("allow_ips", json.texts(token.allowIps()));
        node.put("expires_at", Json.at(token.expiresAt()));
        node.put("last_used_at", Json.at(token.lastUsedAt()));
        node.put("last_used_ip", token.lastUsedIp());
        node.put("created_at", Json.at(token.createdAt()));
        return node;
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .distinct()
                .toList();
    }
}
