package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.Guess;
import java.util.List;
import java.util.Map;

/** Sealed copies of the database, to be kept elsewhere. */
final class BackupOperations implements Resource {

    private static final String CONFIRMATION = "RESTORE";

    private final BackupControl backups;
    private final Accounts accounts;
    private final Actors actors;
    private final Json json;
    private final Pages pages;

    BackupOperations(
            BackupControl backups, Accounts accounts, Actors actors, Json json, Pages pages) {
        this.backups = backups;
        this.accounts = accounts;
        this.actors = actors;
        this.json = json;
        this.pages = pages;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "backups-list", this::list,
                "backup-create", this::create,
                "system-restore", this::restore,
                "backup-file", this::file,
                "backup-delete", this::delete);
    }

    private Reply list(Call call) {
        return pages.reply(pages.cut(call, backups.all(), BackupControl.Backup::id), this::write);
    }

    private ObjectNode write(BackupControl.Backup backup) {
        ObjectNode node = json.object();
        node.put("id", backup.id());
        node.put("created_at", Json.at(backup.createdAt()));
        node.put("bytes", backup.bytes());
        return node;
    }

    private Reply create(Call call) {
        boolean withSecrets = call.body().path("with_secrets").asBoolean(false);
        return new JobJson(json)
                .accepted(
                        backups.create(
                                call.member("passphrase").toCharArray(),
                                withSecrets,
                                actors.name(call)));
    }

    private Reply restore(Call call) {
        if (!CONFIRMATION.equals(call.member("confirm"))) {
            throw new Problem(
                    ProblemCode.CONFIRM_REQUIRED,
                    "Everything is replaced: send confirm with the word " + CONFIRMATION);
        }
        Guess guess =
                accounts.passphrase(
                        call.principal().userId(),
                        new Accounts.Caller(
                                call.envelope().address(), call.envelope().userAgent()));
        Upload upload = call.upload();
        return new JobJson(json)
                .accepted(
                        backups.restore(
                                upload.file().take(),
                                call.member("passphrase").toCharArray(),
                                guess,
                                actors.name(call)))
                .audited(Map.of("sha256", upload.sha256()));
    }

    private Reply file(Call call) {
        String id = call.text("id");
        return Reply.stream(
                        backups.file(id).orElseThrow(() -> Problem.notFound("backup", id)),
                        "application/octet-stream")
                .with("Content-Disposition", List.of("attachment; filename=\"" + id + ".wnb\""));
    }

    private Reply delete(Call call) {
        String id = call.text("id");
        if (!backups.delete(id)) {
            throw Problem.notFound("backup", id);
        }
        return Reply.noContent();
    }
}
