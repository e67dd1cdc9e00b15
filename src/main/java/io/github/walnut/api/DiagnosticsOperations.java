package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.publish.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An archive for those who look for what is wrong. */
final class DiagnosticsOperations implements Resource {

    private final ApiPorts ports;
    private final Supplier<JsonNode> status;
    private final Json json;

    /**
     * @param status as {@code GET /api/system/status} answers
     */
    DiagnosticsOperations(ApiPorts ports, Supplier<JsonNode> status, Json json) {
        this.ports = ports;
        this.status = status;
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("system-diagnostics", this::archive);
    }

    private Reply archive(Call call) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("status.json", json.write(status.get()));
        files.put("routes.json", routes());
        files.putAll(ports.diagnostics().files());
        return Reply.stream(new ByteArrayInputStream(zipped(files)), "application/zip")
                .with(
                        "Content-Disposition",
                        List.of("attachment; filename=\"walnut-diagnostics.zip\""));
    }

    private String routes() {
        return json.write(json.array(ports.routes().all(), new RouteJson(json)::write));
    }

    private static byte[] zipped(Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an archive in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }
}
