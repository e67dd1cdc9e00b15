package io.github.walnut.app;

import io.github.walnut.cli.Local.Finding;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.SettingsRepository;
import io.github.walnut.ups.Severity;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that another version of the program ran on this database last, and tells once what the
 * present one finds wrong with what is stored. A report that was cut short is told by the next
 * start.
 */
final class Upgrade {

    static final String GROUP = "program";

    private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);
    private static final String VERSION = "version";

    private final SettingsRepository settings;
    private final AuditLog audit;
    private final String version;

    /**
     * @param version of the program that runs now
     */
    Upgrade(SettingsRepository settings, AuditLog audit, String version) {
        this.settings = settings;
        this.audit = audit;
        this.version = version;
    }

    /**
     * A database that no version has marked yet belongs to this one.
     *
     * @param lint asked only after a change of version, once policies were checked anew
     */
    void report(Supplier<LintFindings> lint) {
        Optional<SettingsRepository.Group> before = settings.find(GROUP);
        String from = before.map(group -> group.values().get(VERSION).toString()).orElse(version);
        if (!from.equals(version)) {
            told(from, lint.get());
        }
        if (before.isEmpty() || !from.equals(version)) {
            settings.save(
                    GROUP,
                    Map.of(VERSION, version),
                    before.map(SettingsRepository.Group::version).orElse(0),
                    "system");
        }
    }

    private void told(String from, LintFindings found) {
        int findings = found.all().size();
        LOG.info(
                "walNUT {} ran here last, {} runs now: {} findings, {} of them errors",
                from,
                version,
                findings,
                found.errors());
        found.all().forEach(Upgrade::tell);
        audit.append(
                new AuditEntry(
                        "system",
                        "system",
                        null,
                        "program.upgrade",
                        version,
                        "ok",
                        null,
                        Map.of(
                                "from",
                                from,
                                "to",
                                version,
                                "findings",
                                findings,
                                "errors",
                                found.errors()),
                        null,
                        null));
    }

    private static void tell(Finding finding) {
        boolean warning = finding.severity().equals(Severity.WARN.word());
        LOG.atLevel(warning ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.ERROR)
                .log("After the upgrade, {}: {}", finding.where(), finding.message());
    }
}
