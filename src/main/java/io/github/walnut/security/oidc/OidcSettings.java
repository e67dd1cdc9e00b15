package io.github.walnut.security.oidc;

import io.github.walnut.security.Role;
import io.github.walnut.security.Secret;
import java.net.URI;
import java.util.List;

/**
 * How people log in by an identity provider, as the settings stand now.
 *
 * @param name on the login page
 * @param discovery the provider's {@code …/.well-known/openid-configuration}
 * @param callback where the provider sends people back to
 * @param roleClaim name of the claim that holds the roles
 * @param defaultRole for who has none of the values; null refuses the login
 * @param autoLink joins an account that exists with the same, verified e-mail
 * @param plainHttp accepts addresses without TLS; for development alone
 */
public record OidcSettings(
        String name,
        URI discovery,
        URI callback,
        String clientId,
        Secret clientSecret,
        List<String> scopes,
        String roleClaim,
        List<String> adminValues,
        List<String> operatorValues,
        List<String> viewerValues,
        Role defaultRole,
        boolean autoLink,
        boolean plainHttp) {

    /** What discovery must answer as its issuer (OpenID Connect Discovery 1.0 section 4.3). */
    String issuer() {
        String text = discovery.toString();
        int end = text.indexOf("/.well-known/openid-configuration");
        return end < 0 ? text : text.substring(0, end);
    }

    /** Best first; null when the login is to be refused. */
    Role role(List<String> values) {
        if (values.stream().anyMatch(adminValues::contains)) {
            return Role.ADMIN;
        }
        if (values.stream().anyMatch(operatorValues::contains)) {
            return Role.OPERATOR;
        }
        return values.stream().anyMatch(viewerValues::contains) ? Role.VIEWER : defaultRole;
    }

    @Override
    public String toString() {
        return "OidcSettings[" + discovery + ", client " + clientId + "]";
    }
}
