package io.github.walnut.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of the capability catalogue that need no host to be understood: the first target type
 * of each capability, and the old names that documents and callers may still use. Everything else
 * about them is asked of the host's type.
 */
public final class CapabilityWords {
    private static final Map<String, String> FIRST_TYPE =
            Map.ofEntries(
                    Map.entry("vm.lifecycle", "vm"),
                    Map.entry("container.lifecycle", "container"),
                    Map.entry("power.control", "host"),
                    Map.entry("node.power", "node"),
                    Map.entry("node.maintenance", "node"),
                    Map.entry("workload.scale", "deployment"),
                    Map.entry("outlet.power", "outlet"),
                    Map.entry("poe.port", "poe-port"),
                    Map.entry("poe.priority", "poe-port"),
                    Map.entry("net.interface", "interface"),
                    Map.entry("vlan.port", "interface"),
                    Map.entry("switch.config", "host"),
                    Map.entry("switch.reboot", "host"),
                    Map.entry("config.edit", "host"),
                    Map.entry("service.control", "service"),
                    Map.entry("command.run", "host"),
                    Map.entry("message.publish", "host"),
                    Map.entry("http.request", "host"),
                    Map.entry("notify.send", "host"),
                    Map.entry("wake.lan", "host"),
                    Map.entry("ups.command", "ups"));

    private static final Map<String, String> OLD_IDS =
            Map.of(
                    "proxmox.vm", "vm.lifecycle",
                    "infrastructure.vm", "vm.lifecycle",
                    "aoss.poe.port", "poe.port",
                    "poe.control", "poe.port",
                    "aos.port_admin", "net.interface");

    private static final Map<String, List<String>> OLD_VERBS =
            Map.of(
                    "poe.control/enable", List.of("set", "state", "on"),
                    "poe.control/disable", List.of("set", "state", "off"),
                    "aos.port_admin/up", List.of("set", "admin", "up"),
                    "aos.port_admin/down", List.of("set", "admin", "down"),
                    "vm.lifecycle/restart", List.of("reboot"),
                    "proxmox.vm/restart", List.of("reboot"),
                    "infrastructure.vm/restart", List.of("reboot"));

    private CapabilityWords() {}

    /** A capability and verb by today's names, with what the old verb says as a parameter. */
    public record Named(String capability, String verb, Map<String, Object> params) {}

    public static Named today(String capability, String verb, Map<String, Object> params) {
        List<String> renamed = OLD_VERBS.get(capability + "/" + verb);
        Map<String, Object> all = new LinkedHashMap<>(params);
        if (renamed != null && renamed.size() == 3) {
            all.putIfAbsent(renamed.get(1), renamed.get(2));
        }
        return new Named(
                OLD_IDS.getOrDefault(capability, capability),
                renamed == null ? verb : renamed.get(0),
                all);
    }

    /** Null when the capability is not of the catalogue. */
    public static String firstType(String capability) {
        return FIRST_TYPE.get(capability);
    }
}
