package io.github.walnut.security.oidc;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import java.util.List;
import java.util.Locale;

/**
 * Who somebody is by the checked claims of the provider.
 *
 * @param email lower case, or null
 * @param emailVerified the provider vouches for it
 * @param roles values of the role claim
 */
record Identity(
        String issuer,
        String subject,
        String email,
        boolean emailVerified,
        String name,
        List<String> roles) {

    static Identity of(IDTokenClaimsSet claims, OidcSettings settings) {
        String email = claims.getStringClaim("email");
        return new Identity(
                claims.getIssuer().getValue(),
                claims.getSubject().getValue(),
                email == null ? null : email.toLowerCase(Locale.ROOT),
                Boolean.TRUE.equals(claims.getBooleanClaim("email_verified")),
                claims.getStringClaim("name"),
                roles(claims, settings.roleClaim()));
    }

    /** A list of texts, or one text. */
    private static List<String> roles(IDTokenClaimsSet claims, String claim) {
        Object value = claims.getClaim(claim);
        if (value instanceof List<?> list) {
            return list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
        }
        return value instanceof String text ? List.of(text) : List.of();
    }
}
