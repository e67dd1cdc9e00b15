package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.UserAccount;
import io.github.walnut.security.oidc.OidcLogins;
import java.util.Map;

/** The first administrator, invitations, and the ways to log in. */
final class SetupOperations implements Resource {

    private final Accounts accounts;
    private final OidcLogins oidc;
    private final AccountJson accountJson;
    private final Json json;

    SetupOperations(Accounts accounts, OidcLogins oidc, Json json) {
        this.oidc = oidc;
        this.accounts = accounts;
        this.accountJson = new AccountJson(json);
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "setup-state", this::state,
                "setup-complete", this::complete,
                "invite-redeem", this::redeem,
                "providers-list", this::providers);
    }

    private Reply state(Call call) {
        return Reply.ok(json.object().put("needed", accounts.setupNeeded()));
    }

    private Reply complete(Call call) {
        UserAccount admin =
                accounts.setup(
                        call.member("token"),
                        call.member("email"),
                        call.member("password"),
                        call.member("display_name"),
                        caller(call));
        return Reply.created(accountJson.user(admin, null, null), "/auth/users/me");
    }

    private Reply redeem(Call call) {
        UserAccount user =
                accounts.users()
                        .redeem(
                                call.member("token"),
                                call.member("password"),
                                call.member("display_name"),
                                caller(call));
        return Reply.ok(accountJson.user(user, null, null)).audited(Map.of("email", user.email()));
    }

    private static Accounts.Caller caller(Call call) {
        return new Accounts.Caller(call.envelope().address(), call.envelope().userAgent());
    }

    private Reply providers(Call call) {
        ObjectNode node = json.object().put("password", true);
        boolean enabled = oidc.enabled();
        node.putObject("oidc")
                .put("enabled", enabled)
                .put("name", enabled ? oidc.name() : null)
                .put("login_url", enabled ? "/auth/oidc/login" : null);
        return Reply.ok(node);
    }
}
