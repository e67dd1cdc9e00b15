package io.github.walnut.app;

import io.github.walnut.api.Diagnostics;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.StoredPolicy;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Settings, threads, log, schema and findings as texts. */
final class DiagnosticFiles implements Diagnostics {

    private final Configuration configuration;
    private final StoreRoom store;
    private final Supplier<List<Finding>> topology;
    private final RecentLines log = RecentLines.shared();

    /**
     * @param topology findings about how things hang together
     */
    DiagnosticFiles(
            Configuration configuration, StoreRoom store, Supplier<List<Finding>> topology) {
        this.configuration = configuration;
        this.store = store;
        this.topology = topology;
    }

    @Override
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("settings.txt", settings());
        files.put("threads.txt", threads());
        files.put("log.txt", String.join("\n", log.lines()) + "\n");
        files.put("schema.sql", String.join(";\n\n", store.database.schema()) + ";\n");
        files.put("findings.txt", findings());
        return files;
    }

    private String settings() {
        StringBuilder text = new StringBuilder();
        for (Setting setting : Setting.values()) {
            Configuration.Value value = configuration.values().get(setting);
            if (value != null) {
                text.append(setting.property())
                        .append(" = ")
                        .append(setting.secret() ? "***" : value.text())
                        .append("  (")
                        .append(value.origin())
                        .append(")\n");
            }
        }
        return text.toString();
    }

    private static String threads() {
        StringBuilder text = new StringBuilder();
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
            text.append('"')
                    .append(thread.getThreadName())
                    .append("\" ")
                    .append(thread.getThreadState())
                    .append('\n');
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append("    at ").append(frame).append('\n');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String findings() {
        StringBuilder text = new StringBuilder();
        for (StoredPolicy policy : store.policies.all()) {
            policy.findings().forEach(finding -> line(text, "policy " + policy.id(), finding));
        }
        topology.get().forEach(finding -> line(text, "topology", finding));
        return text.toString();
    }

    private static void line(StringBuilder text, String where, Finding finding) {
        text.append(where)
                .append(' ')
                .append(finding.pointer())
                .append(' ')
                .append(finding.severity().word())
                .append(' ')
                .append(finding.code())
                .append(": ")
                .append(finding.message())
                .append('\n');
    }
}
