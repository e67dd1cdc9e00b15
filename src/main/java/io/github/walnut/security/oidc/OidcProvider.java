package io.github.walnut.security.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenClaimsVerifier;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** One identity provider: its addresses, its keys, and the exchange of codes for checked claims. */
final class OidcProvider {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int LEEWAY_SECONDS = 60;

    /** Besides EdDSA. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

    private final OidcSettings settings;
    private final OidcTransport transport;
    private final Clock clock;
    private OIDCProviderMetadata metadata;
    private Instant readAt;
    private ProviderKeys keys;

    OidcProvider(OidcSettings settings, OidcTransport transport, Clock clock) {
        this.settings = settings;
        this.transport = transport;
        this.clock = clock;
    }

    OidcSettings settings() {
        return settings;
    }

    /** Read anew every ten minutes. */
    synchronized OIDCProviderMetadata metadata() throws OidcException {
        Instant now = clock.instant();
        if (metadata == null || !now.isBefore(readAt.plus(KEPT))) {
            OIDCProviderMetadata read = discover();
            keys = new ProviderKeys(transport, read.getJWKSetURI(), clock);
            metadata = read;
            readAt = now;
        }
        return metadata;
    }

    private OIDCProviderMetadata discover() throws OidcException {
        secure(settings.discovery());
        try {
            OidcTransport.Answer answer =
                    transport.send(
                            "GET",
                            settings.discovery(),
                            Map.of("Accept", "application/json"),
                            null);
            if (answer.status() != 200) {
                throw unreachable("discovery answered " + answer.status(), null);
            }
            OIDCProviderMetadata read = OIDCProviderMetadata.parse(answer.body());
            if (!settings.issuer().equals(read.getIssuer().getValue())) {
                throw new OidcException(
                        OidcException.Code.LOGIN_FAILED,
                        "discovery names the issuer "
                                + read.getIssuer()
                                + ", expected "
                                + settings.issuer());
            }
            secure(read.getAuthorizationEndpointURI());
            secure(read.getTokenEndpointURI());
            secure(read.getJWKSetURI());
            return read;
        } catch (IOException e) {
            throw unreachable("discovery: " + e.getMessage(), e);
        } catch (ParseException e) {
            throw unreachable("discovery answered something else than a provider's document", e);
        }
    }

    private void secure(URI address) throws OidcException {
        boolean https = address != null && "https".equals(address.getScheme());
        boolean plain = address != null && "http".equals(address.getScheme());
        if (!https && !(plain && settings.plainHttp())) {
            throw new OidcException(
                    OidcException.Code.LOGIN_FAILED, "the address " + address + " is not https");
        }
    }

    /**
     * Exchanges the code and checks the ID token that comes for it.
     *
     * @throws OidcException when the provider refuses the code or any claim is not as it must be
     */
    IDTokenClaimsSet claims(String code, CodeVerifier verifier, Nonce nonce) throws OidcException {
        OIDCProviderMetadata known = metadata();
        ClientID client = new ClientID(settings.clientId());
        TokenRequest request =
                new TokenRequest.Builder(
                                known.getTokenEndpointURI(),
                                new ClientSecretBasic(
                                        client, new Secret(settings.clientSecret().reveal())),
                                new AuthorizationCodeGrant(
                                        new AuthorizationCode(code), settings.callback(), verifier))
                        .build();
        return checked(exchange(request.toHTTPRequest()), nonce);
    }

    private JWT exchange(HTTPRequest request) throws OidcException {
        try {
            TokenResponse response =
                    OIDCTokenResponseParser.parse(request.send(new SdkSender(transport)));
            if (!response.indicatesSuccess()) {
                throw new OidcException(
                        OidcException.Code.LOGIN_FAILED,
                        "the provider refused the code: "
                                + response.toErrorResponse().getErrorObject().getCode());
            }
            JWT token =
                    ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens().getIDToken();
            if (token == null) {
                throw new OidcException(
                        OidcException.Code.LOGIN_FAILED, "the provider sent no ID token");
            }
            return token;
        } catch (IOException e) {
            throw unreachable("token endpoint: " + e.getMessage(), e);
        } catch (ParseException e) {
            throw new OidcException(
                    OidcException.Code.LOGIN_FAILED,
                    "the token endpoint answered something else than tokens",
                    e);
        }
    }

    IDTokenClaimsSet checked(JWT token, Nonce nonce) throws OidcException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(
                EdDsaKeys.selector(keys(), new JWSVerificationKeySelector<>(ALGORITHMS, keys())));
        processor.setJWSVerifierFactory(new EdDsaKeys.Verifiers());
        IDTokenClaimsVerifier verifier =
                new IDTokenClaimsVerifier(
                        new Issuer(settings.issuer()),
                        new ClientID(settings.clientId()),
                        nonce,
                        LEEWAY_SECONDS);
        processor.setJWTClaimsSetVerifier(verifier::verify);
        try {
            IDTokenClaimsSet claims = new IDTokenClaimsSet(processor.process(token, null));
            String party = claims.getStringClaim("azp");
            if (claims.getAudience().size() != 1
                    || party != null && !party.equals(settings.clientId())) {
                throw new OidcException(
                        OidcException.Code.LOGIN_FAILED,
                        "the ID token is for others too: " + claims.getAudience() + " " + party);
            }
            return claims;
        } catch (BadJOSEException | JOSEException | ParseException e) {
            throw new OidcException(
                    OidcException.Code.LOGIN_FAILED, "the ID token: " + e.getMessage(), e);
        }
    }

    /** How many keys the provider has that are accepted here. */
    int countKeys() throws OidcException {
        try {
            return keys().get(
                            new JWKSelector(
                                    new JWKMatcher.Builder()
                                            .keyTypes(KeyType.RSA, KeyType.EC, KeyType.OKP)
                                            .build()),
                            null)
                    .size();
        } catch (KeySourceException e) {
            throw unreachable(e.getMessage(), e);
        }
    }

    private synchronized ProviderKeys keys() throws OidcException {
        metadata();
        return keys;
    }

    static OidcException unreachable(String message, Throwable cause) {
        return new OidcException(OidcException.Code.PROVIDER_UNREACHABLE, message, cause);
    }
}
