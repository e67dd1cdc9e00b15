package io.github.walnut.security;

import java.io.IOException;

/** Not even the first chunk of what was sealed opens with this passphrase. */
public final class WrongPassphraseException extends IOException {
    private static final long serialVersionUID = 1;

    WrongPassphraseException(Throwable cause) {
        super("the passphrase does not open the backup, or it was changed or cut off", cause);
    }
}
