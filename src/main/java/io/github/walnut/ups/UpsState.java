package io.github.walnut.ups;

import java.util.Locale;
import java.util.Optional;

/**
 * The one vocabulary of UPS states: the flags of {@code ups.status} (RFC 9271 section 5.1.3 and
 * NUT's nut-names.txt) with their words, and the states that walNUT derives itself, which have no
 * flag.
 */
public enum UpsState {
    OL("on_mains"),
    OB("on_battery"),
    LB("low_battery"),
    HB("high_battery"),
    RB("replace_battery"),
    CHRG("charging"),
    DISCHRG("discharging"),
    BYPASS("bypass"),
    CAL("calibrating"),
    TEST("testing"),
    OFF("off"),
    OVER("overloaded"),
    TRIM("trimming"),
    BOOST("boosting"),
    FSD("forced_shutdown"),
    ALARM("alarm"),
    ECO("eco"),
    COMM_LOST("comm_lost"),
    CRITICAL("critical"),
    UNSTABLE("unstable");

    private final String word;

    UpsState(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** The token in {@code ups.status}, or null for a state that walNUT derives. */
    public String flag() {
        return derived() ? null : name();
    }

    public boolean derived() {
        return this == COMM_LOST || this == CRITICAL || this == UNSTABLE;
    }

    /** Reads a word or a flag in any case; also {@code shutdown_imm}, an old name of FSD. */
    public static Optional<UpsState> of(String text) {
        if (text.equalsIgnoreCase("shutdown_imm")) {
            return Optional.of(FSD);
        }
        String upper = text.toUpperCase(Locale.ROOT);
        for (UpsState state : values()) {
            if (state.name().equals(upper) || state.word.equalsIgnoreCase(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
