package io.github.walnut.api;

import java.util.List;

/** The content security policy of pages that people see. */
final class PagePolicy {

    private final String frameAncestors;

    /**
     * @param frameAncestors exact origins whose pages may hold these pages in a frame
     */
    PagePolicy(List<String> frameAncestors) {
        this.frameAncestors =
                frameAncestors.isEmpty() ? "'none'" : String.join(" ", frameAncestors);
    }

    /** Of a page without styles of its own. */
    String text() {
        return text("");
    }

    /** Of a page whose own styles carry this nonce. */
    String withNonce(String nonce) {
        return text("'nonce-" + nonce + "'");
    }

    private String text(String moreStyles) {
        return "default-src 'self'; script-src 'self'; style-src 'self' "
                + moreStyles
                + "; img-src 'self' data: blob:; connect-src 'self'; font-src 'self';"
                + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors "
                + frameAncestors;
    }
}
