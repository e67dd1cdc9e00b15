package io.github.walnut.api;

/** Names and lines of the cookies; with TLS the prefixes pin path and host (RFC 6265bis). */
final class CookieNames {

    private final boolean secure;

    CookieNames(boolean secure) {
        this.secure = secure;
    }

    /** What a browser sends over TLS only. */
    boolean secure() {
        return secure;
    }

    String access() {
        return secure ? "__Host-walnut_access" : "walnut_access";
    }

    String refresh() {
        return secure ? "__Secure-walnut_refresh" : "walnut_refresh";
    }

    String oidc() {
        return secure ? "__Secure-walnut_oidc" : "walnut_oidc";
    }

    /** Comes back with the navigation from the provider, hence not Strict. */
    String oidcLine(String state, long seconds) {
        return oidc()
                + "="
                + state
                + "; Path=/auth/oidc; Max-Age="
                + seconds
                + "; HttpOnly"
                + (secure ? "; Secure" : "")
                + "; SameSite=Lax";
    }

    static String csrf() {
        return "walnut_csrf";
    }

    String accessLine(String token, long seconds) {
        return line(access(), token, "/", "HttpOnly", seconds);
    }

    String refreshLine(String token, long seconds) {
        return line(refresh(), token, "/auth", "HttpOnly", seconds);
    }

    String csrfLine(String token) {
        return csrf() + "=" + token + "; Path=/" + attributes();
    }

    String clearCsrfLine() {
        return csrf() + "=; Path=/; Max-Age=0" + attributes();
    }

    private String line(String name, String value, String path, String first, long seconds) {
        return name
                + "="
                + value
                + "; Path="
                + path
                + "; Max-Age="
                + seconds
                + "; "
                + first
                + attributes();
    }

    private String attributes() {
        return (secure ? "; Secure" : "") + "; SameSite=Strict";
    }
}
