package io.github.walnut.security;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows secrets again without holding them: of each only its length and two sums under random
 * numbers of this process, one of its first characters and one of all. A text is looked through
 * once, however many secrets there are.
 */
final class SecretPrints {

    /** Shorter ones would be found in every other word. */
    static final int SHORTEST = 6;

    private static final int MOST = 10_000;
    private static final long PRIME = (1L << 61) - 1;
    private static final int SIEVE_BITS = 12;

    private record Print(int length, long sum) {}

    /** Read by many threads; a further secret makes a new one. */
    private record Known(long[] sieve, Map<Long, List<Print>> byHead) {}

    private final long base;
    private final long leaving;
    private final Map<Print, Long> heads = new LinkedHashMap<>();
    private volatile Known known = new Known(new long[0], Map.of());

    SecretPrints() {
        base = 1_000_003 + (new SecureRandom().nextLong() >>> 4);
        long power = 1;
        for (int i = 1; i < SHORTEST; i++) {
            power = times(power, base);
        }
        leaving = power;
    }

    /** Takes one that is long enough; the oldest goes when there are too many. */
    synchronized void add(char[] secret, int from, int to) {
        if (to - from < SHORTEST) {
            return;
        }
        long head = 0;
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum = next(sum, secret[i]);
            head = i - from < SHORTEST ? sum : head;
        }
        if (heads.put(new Print(to - from, sum), head) != null) {
            return;
        }
        if (heads.size() > MOST) {
            heads.remove(heads.keySet().iterator().next());
        }
        known = known();
    }

    private Known known() {
        long[] sieve = new long[1 << (SIEVE_BITS - 6)];
        Map<Long, List<Print>> byHead = new LinkedHashMap<>();
        heads.forEach(
                (print, head) -> {
                    int bit = bit(head);
                    sieve[bit >> 6] |= 1L << bit;
                    byHead.computeIfAbsent(head, key -> new ArrayList<>()).add(print);
                });
        return new Known(sieve, byHead);
    }

    /**
     * The text with {@code ***} in the place of each secret; the same object when there is none.
     */
    String mask(String text) {
        Known now = known;
        if (now.byHead().isEmpty() || text.length() < SHORTEST) {
            return text;
        }
        StringBuilder masked = null;
        int copied = 0;
        long head = 0;
        int filled = 0;
        for (int end = 1; end <= text.length(); end++) {
            if (filled == SHORTEST) {
                head = without(head, text.charAt(end - 1 - SHORTEST));
                filled--;
            }
            head = next(head, text.charAt(end - 1));
            filled++;
            int length = filled == SHORTEST ? found(now, head, text, end - SHORTEST) : 0;
            if (length > 0) {
                masked = masked == null ? new StringBuilder(text.length()) : masked;
                masked.append(text, copied, end - SHORTEST).append("***");
                copied = end - SHORTEST + length;
                end = copied;
                head = 0;
                filled = 0;
            }
        }
        return masked == null ? text : masked.append(text, copied, text.length()).toString();
    }

    /** The length of the longest secret that begins there, or 0. */
    private int found(Known now, long head, String text, int from) {
        int bit = bit(head);
        if ((now.sieve()[bit >> 6] & 1L << bit) == 0) {
            return 0;
        }
        int longest = 0;
        for (Print print : now.byHead().getOrDefault(head, List.of())) {
            boolean fits = print.length() > longest && from + print.length() <= text.length();
            longest =
                    fits && print.sum() == sum(text, from, print.length())
                            ? print.length()
                            : longest;
        }
        return longest;
    }

    private long sum(String text, int from, int length) {
        long sum = 0;
        for (int i = from; i < from + length; i++) {
            sum = next(sum, text.charAt(i));
        }
        return sum;
    }

    private long next(long sum, char character) {
        return reduced(times(sum, base) + character + 1);
    }

    private long without(long sum, char character) {
        return reduced(sum + PRIME - times(character + 1L, leaving));
    }

    /** Modulo 2^61 - 1. */
    private static long times(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        return reduced((low & PRIME) + (low >>> 61 | high << 3));
    }

    private static long reduced(long sum) {
        long folded = (sum & PRIME) + (sum >>> 61);
        return folded >= PRIME ? folded - PRIME : folded;
    }

    private static int bit(long head) {
        return (int) (head & (1 << SIEVE_BITS) - 1);
    }
}
