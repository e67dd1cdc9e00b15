package io.github.walnut.component.device;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** The hardware address of one network card. */
record MacAddress(String text) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final int GROUP_BIT = 1;

    static MacAddress parse(String text) throws DeviceException {
        String canonical = text.toLowerCase(Locale.ROOT).replace('-', ':');
        if (!FORM.matcher(canonical).matches()) {
            throw DeviceException.of(
                    "validation",
                    "mac_invalid",
                    "A MAC address has six pairs of hex digits, unlike '" + text + "'.");
        }
        MacAddress address = new MacAddress(canonical);
        if ((address.bytes()[0] & GROUP_BIT) != 0) {
            throw DeviceException.of(
                    "validation",
                    "mac_not_unicast",
                    canonical + " addresses a group, not one machine.");
        }
        return address;
    }

    byte[] bytes() {
        return HexFormat.ofDelimiter(":").parseHex(text);
    }
}
