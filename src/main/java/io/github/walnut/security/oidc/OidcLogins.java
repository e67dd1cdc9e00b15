package io.github.walnut.security.oidc;

import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import io.github.walnut.security.Accounts;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Logging in by an identity provider: authorisation code with PKCE (OpenID Connect Core 1.0, RFC
 * 7636). Blocks while the provider is asked.
 */
public final class OidcLogins {

    /**
     * @param address at the provider
     * @param cookie to be sent back by the browser
     */
    public record Begun(URI address, String cookie) {}

    /**
     * @param login null when a session that is open was confirmed
     * @param next local path to go on to
     */
    public record Done(Accounts.Login login, String next) {}

    private final Supplier<Optional<OidcSettings>> settings;
    private final OidcTransport transport;
    private final OidcAccounts accounts;
    private final StateCookies cookies;
    private final Clock clock;
    private OidcProvider provider;

    /**
     * @param settings empty while this way to log in is off
     */
    public OidcLogins(
            Supplier<Optional<OidcSettings>> settings,
            OidcTransport transport,
            OidcAccounts accounts,
            Clock clock) {
        this.settings = settings;
        this.transport = transport;
        this.accounts = accounts;
        this.cookies = new StateCookies(clock);
        this.clock = clock;
    }

    public boolean enabled() {
        return settings.get().isPresent();
    }

    /** Whether somebody of a provider has this account. */
    public boolean linked(UUID user) {
        return accounts.linked(user);
    }

    /** What the provider is called on the login page. */
    public String name() {
        return settings.get().map(OidcSettings::name).orElse(null);
    }

    /**
     * @param next where to go on; anything but a local path becomes the start page
     * @param session to be confirmed by a new check at the provider, or null for a login
     */
    public Begun begin(String next, UUID session) throws OidcException {
        OidcProvider asked = provider();
        OidcSettings now = asked.settings();
        LoginState state = cookies.begin(now.issuer(), local(next), session);
        AuthenticationRequest.Builder request =
                new AuthenticationRequest.Builder(
                                new ResponseType(ResponseType.Value.CODE),
                                new Scope(now.scopes().toArray(String[]::new)),
                                new ClientID(now.clientId()),
                                now.callback())
                        .endpointURI(asked.metadata().getAuthorizationEndpointURI())
                        .state(new State(state.state()))
                        .nonce(new Nonce(state.nonce()))
                        .codeChallenge(
                                new CodeVerifier(cookies.verifier(state)),
                                CodeChallengeMethod.S256);
        if (session != null) {
            request.prompt(new Prompt(Prompt.Type.LOGIN)).maxAge(0);
        }
        return new Begun(request.build().toURI(), cookies.write(state));
    }

    /**
     * @param cookie as {@link #begin} gave it
     * @param error that the provider sent instead of a code, or null
     */
    public Done finish(
            String cookie, String state, String code, String error, Accounts.Caller caller)
            throws OidcException {
        LoginState begun =
                cookies.take(cookie)
                        .filter(found -> found.state().equals(state))
                        .orElseThrow(
                                () ->
                                        new OidcException(
                                                OidcException.Code.LOGIN_EXPIRED,
                                                "the login was not begun here, took too long, or"
                                                        + " came twice"));
        OidcProvider asked = provider();
        if (!asked.settings().issuer().equals(begun.issuer())) {
            throw new OidcException(
                    OidcException.Code.LOGIN_EXPIRED, "the provider was changed meanwhile");
        }
        if (error != null || code == null) {
            throw new OidcException(
                    "access_denied".equals(error)
                            ? OidcException.Code.LOGIN_DENIED
                            : OidcException.Code.LOGIN_FAILED,
                    "the provider answered without a code");
        }
        IDTokenClaimsSet claims =
                asked.claims(
                        code, new CodeVerifier(cookies.verifier(begun)), new Nonce(begun.nonce()));
        if (begun.session() != null) {
            accounts.confirm(begun.session(), Identity.of(claims, asked.settings()), fresh(claims));
            return new Done(null, begun.next());
        }
        return new Done(
                accounts.login(Identity.of(claims, asked.settings()), asked.settings(), caller),
                begun.next());
    }

    /** When the provider saw the person; a re-authentication must tell it, and be just now. */
    private Instant fresh(IDTokenClaimsSet claims) throws OidcException {
        Date at = claims.getAuthenticationTime();
        if (at == null || at.toInstant().plus(Accounts.FRESH).isBefore(clock.instant())) {
            throw new OidcException(
                    OidcException.Code.LOGIN_FAILED,
                    "the provider did not check the person again: auth_time is "
                            + (at == null ? "missing" : at.toInstant()));
        }
        return at.toInstant();
    }

    /** One slash, then neither a slash nor a backslash: nothing that leaves this server. */
    static String local(String next) {
        boolean good =
                next != null
                        && next.length() <= 2048
                        && next.startsWith("/")
                        && !next.startsWith("//")
                        && !next.startsWith("/\\")
                        && next.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        return good ? next : "/";
    }

    /** Known addresses and keys are forgotten when the settings change. */
    private synchronized OidcProvider provider() throws OidcException {
        OidcSettings now =
                settings.get()
                        .orElseThrow(
                                () ->
                                        new OidcException(
                                                OidcException.Code.LOGIN_FAILED,
                                                "login by a provider is off"));
        if (provider == null || !provider.settings().equals(now)) {
            provider = new OidcProvider(now, transport, clock);
        }
        return provider;
    }
}
