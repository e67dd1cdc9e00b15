package io.github.walnut.security.oidc;

import io.github.walnut.security.Accounts;
import io.github.walnut.security.AuthException;
import io.github.walnut.security.Role;
import io.github.walnut.security.Sessions;
import io.github.walnut.security.UserAccount;
import io.github.walnut.security.UserStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Which account somebody has who was proven by a provider, and what that account may do. */
public final class OidcAccounts {

    private final UserStore users;
    private final LinkStore links;
    private final Accounts accounts;
    private final Clock clock;

    public OidcAccounts(UserStore users, LinkStore links, Accounts accounts, Clock clock) {
        this.users = users;
        this.links = links;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** The role is that of the provider's claims, at each login anew. */
    synchronized Accounts.Login login(
            Identity identity, OidcSettings settings, Accounts.Caller caller) throws OidcException {
        Role role = settings.role(identity.roles());
        if (role == null) {
            throw new OidcException(
                    OidcException.Code.NO_ROLE,
                    "none of the roles " + identity.roles() + " leads to a role here");
        }
        UserAccount user = account(identity, settings, role);
        if (!user.active()) {
            throw new OidcException(OidcException.Code.ACCOUNT_DISABLED, "the account is disabled");
        }
        UserAccount renewed = renewed(user, role);
        Instant now = clock.instant();
        links.save(identity.issuer(), identity.subject(), renewed.id(), identity.email(), now);
        users.loggedIn(renewed.id(), now, renewed.passwordHash(), renewed.passwordHash());
        Sessions.Granted granted =
                accounts.sessions()
                        .open(renewed, "oidc", "oidc", caller.address(), caller.userAgent());
        return new Accounts.Login(
                renewed,
                granted.session(),
                accounts.tokens().issue(granted.session(), Role.of(renewed.role())),
                granted.refreshToken());
    }

    /** Whether somebody of a provider has this account. */
    boolean linked(UUID user) {
        return !links.of(user).isEmpty();
    }

    /** Notes that the provider checked the person of this session again. */
    void confirm(UUID session, Identity identity, Instant checkedAt) throws OidcException {
        UUID owner;
        try {
            owner = accounts.sessions().check(session).userId();
        } catch (AuthException e) {
            throw new OidcException(
                    OidcException.Code.LOGIN_EXPIRED, "the session to confirm is over", e);
        }
        Optional<UUID> proven = links.user(identity.issuer(), identity.subject());
        if (!proven.equals(Optional.of(owner))) {
            throw new OidcException(
                    OidcException.Code.LOGIN_FAILED,
                    "somebody else than the owner of the session was proven at " + checkedAt);
        }
        accounts.sessions().stepUp(session);
    }

    private UserAccount account(Identity identity, OidcSettings settings, Role role)
            throws OidcException {
        Optional<UserAccount> linked =
                links.user(identity.issuer(), identity.subject()).flatMap(users::byId);
        if (linked.isPresent()) {
            return linked.get();
        }
        if (identity.email() == null) {
            throw new OidcException(
                    OidcException.Code.LOGIN_FAILED,
                    "the provider tells no e-mail for a first login; ask for the scope email");
        }
        Optional<UserAccount> namesake = users.byEmail(identity.email());
        if (namesake.isEmpty()) {
            return created(identity, role);
        }
        UserAccount user = namesake.get();
        boolean localAdmin = user.passwordHash() != null && Role.of(user.role()) == Role.ADMIN;
        if (!identity.emailVerified() || !settings.autoLink() || localAdmin) {
            throw new OidcException(
                    OidcException.Code.LINK_REQUIRED,
                    "an account with this e-mail exists and is not linked by itself");
        }
        return user;
    }

    private UserAccount created(Identity identity, Role role) {
        Instant now = clock.instant();
        UserAccount user =
                new UserAccount(
                        UUID.randomUUID(),
                        identity.email(),
                        identity.name(),
                        null,
                        role.word(),
                        true,
                        false,
                        false,
                        1,
                        now,
                        now,
                        null,
                        null);
        users.create(user);
        return user;
    }

    /** Another role ends the sessions that had the one before; the last local admin keeps his. */
    private UserAccount renewed(UserAccount user, Role role) {
        if (Role.of(user.role()) == role) {
            return user;
        }
        UserAccount next = user.edit().role(role).at(clock.instant());
        try {
            if (!users.change(next)) {
                return users.byId(user.id()).orElse(user);
            }
        } catch (AuthException lastAdmin) {
            return user;
        }
        accounts.sessions().revokeAll(user.id(), null);
        return next;
    }
}
