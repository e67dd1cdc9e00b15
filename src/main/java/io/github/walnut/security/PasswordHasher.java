package io.github.walnut.security;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Argon2id v1.3 with PHC texts. At most two hashes run at once; twenty more wait and further ones
 * are refused. Blocks: never call it on an event loop.
 */
public final class PasswordHasher {

    private static final int AT_ONCE = 2;
    private static final int WAITING = 20;

    /** Cost of one hash: memory in KiB and passes. */
    public enum Profile {
        STANDARD(65_536, 3),
        /** For devices with less than 1 GiB of memory. */
        SMALL(19_456, 2),
        /** For tests of walNUT itself: no protection at all. */
        TEST(256, 1);

        private final int memoryKib;
        private final int passes;

        Profile(int memoryKib, int passes) {
            this.memoryKib = memoryKib;
            this.passes = passes;
        }

        int memoryKib() {
            return memoryKib;
        }

        int passes() {
            return passes;
        }

        /**
         * @param word as in the configuration: standard, small or test
         */
        public static Profile named(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** More than twenty others are waiting already. */
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BusyException() {
            super("more than " + WAITING + " password checks are waiting");
        }
    }

    private final Argon2PasswordEncoder encoder;
    private final Semaphore running = new Semaphore(AT_ONCE, true);
    private final AtomicInteger inside = new AtomicInteger();
    private final String parameters;
    private final String unknownAccount;

    public PasswordHasher(Profile profile) {
        this.encoder = new Argon2PasswordEncoder(16, 32, 1, profile.memoryKib, profile.passes);
        this.parameters =
                "$argon2id$v=19$m=%d,t=%d,p=1$".formatted(profile.memoryKib, profile.passes);
        this.unknownAccount = nobodysHash(parameters);
    }

    /** As costly to check as any other and never right; made of chance, because hashing is slow. */
    private static String nobodysHash(String parameters) {
        byte[] chance = new byte[16 + 32];
        new SecureRandom().nextBytes(chance);
        Base64.Encoder text = Base64.getEncoder().withoutPadding();
        return parameters
                + text.encodeToString(Arrays.copyOf(chance, 16))
                + "$"
                + text.encodeToString(Arrays.copyOfRange(chance, 16, chance.length));
    }

    public String hash(String password) {
        return gated(() -> encoder.encode(password));
    }

    /**
     * Takes the time of one hash in any case, so that the answer does not tell whether the account
     * exists.
     *
     * @param phc null when there is no such account
     */
    public boolean matches(String password, String phc) {
        return gated(() -> compare(password, phc));
    }

    /**
     * As {@link #matches(String, String)}. A wrong password counts before the next one is tried, so
     * that of many sent at once no more are tried than of many sent in turn.
     *
     * @throws AuthException {@code LOGIN_THROTTLED} when the account has to wait by now
     */
    boolean matches(String password, String phc, Guess guess) {
        return gated(
                () -> {
                    guess.begin();
                    try {
                        boolean right = compare(password, phc);
                        if (!right) {
                            guess.wrong();
                        }
                        return right;
                    } finally {
                        guess.over();
                    }
                });
    }

    private boolean compare(String password, String phc) {
        return encoder.matches(password, phc == null ? unknownAccount : phc) && phc != null;
    }

    /** Whether the text was made with other parameters than the present ones, dearer or cheaper. */
    public boolean outdated(String phc) {
        return !phc.startsWith(parameters);
    }

    private <T> T gated(java.util.function.Supplier<T> work) {
        if (inside.incrementAndGet() > AT_ONCE + WAITING) {
            inside.decrementAndGet();
            throw new BusyException();
        }
        try {
            running.acquireUninterruptibly();
            try {
                return work.get();
            } finally {
                running.release();
            }
        } finally {
            inside.decrementAndGet();
        }
    }
}
