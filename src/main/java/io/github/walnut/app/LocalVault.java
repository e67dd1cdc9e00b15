package io.github.walnut.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.api.AuditJson;
import io.github.walnut.api.AuditReads;
import io.github.walnut.cli.CliException;
import io.github.walnut.cli.Vault;
import io.github.walnut.config.Configuration;
import io.github.walnut.publish.Json;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;

/** The commands that work on the database and its keys on this machine. */
final class LocalVault implements Vault {

    private final SystemClock clock = new SystemClock();
    private final Json json = new Json();
    private final AuditJson auditJson = new AuditJson(json);

    private <T> T opened(Configuration configuration, Function<StoreRoom, T> work) {
        try (StoreRoom store = new StoreRoom(configuration, DatabaseConfig.Mode.COMMAND, clock)) {
            return work.apply(store);
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        }
    }

    @Override
    public JsonNode auditList(Configuration configuration, String since, String actor, int limit) {
        AuditReads.Filter filter = new AuditReads.Filter(instant(since), null, actor, null, null);
        return opened(
                configuration,
                store ->
                        json.array(
                                AuditWatch.page(store.audit, filter, null, limit).items(),
                                auditJson::write));
    }

    private static Instant instant(String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new CliException(
                    CliException.USAGE,
                    "--since: expected a time such as 2026-05-02T08:00:00Z, got '" + text + "'");
        }
    }

    @Override
    public JsonNode auditVerify(Configuration configuration, String head) {
        return opened(
                configuration,
                store -> auditJson.write(AuditWatch.verification(store.audit.verify(head(head)))));
    }

    private static AuditLog.Head head(String text) {
        if (text == null) {
            return null;
        }
        int colon = text.indexOf(':');
        return new AuditLog.Head(
                Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
    }
}
