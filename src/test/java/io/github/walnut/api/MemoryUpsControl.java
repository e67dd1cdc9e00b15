package io.github.walnut.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A UPS whose variables stand in memory and whose commands are written down. */
final class MemoryUpsControl implements UpsControl {

    final Map<String, String> values = new LinkedHashMap<>(Map.of("battery.charge.low", "20"));
    final List<String> heard = new ArrayList<>();

    @Override
    public List<Variable> variables(String upsId) {
        return values.entrySet().stream()
                .map(
                        each ->
                                new Variable(
                                        each.getKey(),
                                        each.getValue(),
                                        null,
                                        true,
                                        "range",
                                        null,
                                        List.of(),
                                        List.of(new Range("10", "50"))))
                .toList();
    }

    final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();

    @Override
    public Map<String, Object> settings(String upsId) {
        return settings.getOrDefault(upsId, Map.of());
    }

    @Override
    public Holding holding(String upsId) {
        return new Holding("off", null, null, List.of());
    }

    @Override
    public void change(String upsId, String displayName, Map<String, Object> chosen) {
        settings.put(upsId, chosen);
    }

    @Override
    public void forget(String upsId) {
        heard.add("forget " + upsId);
    }

    @Override
    public List<Command> commands(String upsId) {
        return List.of(new Command("beeper.mute", "Mute"), new Command("load.off", null));
    }

    @Override
    public Outcome set(String upsId, String variable, String value) {
        return new Outcome("SUCCESS", values.put(variable, value), "1");
    }

    @Override
    public Outcome command(String upsId, String command, String parameter) {
        heard.add(command + (parameter == null ? "" : " " + parameter));
        return new Outcome("DELIVERED", null, null);
    }
}
