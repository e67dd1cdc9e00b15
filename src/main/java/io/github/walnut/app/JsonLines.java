package io.github.walnut.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object for each line of the log, in UTF-8; what is not known is left out. */
final class JsonLines extends EncoderBase<ILoggingEvent> {

    /** What the line is about: the name in the log by the one under which threads carry it. */
    private static final Map<String, String> SUBJECTS = new LinkedHashMap<>();

    static {
        SUBJECTS.put("correlation_id", "correlation_id");
        SUBJECTS.put("ups", "ups");
        SUBJECTS.put("policy", "policy");
        SUBJECTS.put("run_id", "run");
        SUBJECTS.put("host", "host");
        SUBJECTS.put("request_id", "request_id");
    }

    private final JsonFactory factory = new JsonFactory();

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator json = factory.createGenerator(line)) {
            write(json, event);
        } catch (IOException e) {
            throw new UncheckedIOException("a line of the log cannot be written", e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void write(JsonGenerator json, ILoggingEvent event) throws IOException {
        json.writeStartObject();
        json.writeStringField("ts", event.getInstant().toString());
        json.writeStringField("level", event.getLevel().toString());
        json.writeStringField("logger", event.getLoggerName());
        json.writeStringField("thread", event.getThreadName());
        json.writeStringField("message", event.getFormattedMessage());
        for (Map.Entry<String, String> subject : SUBJECTS.entrySet()) {
            String value = event.getMDCPropertyMap().get(subject.getKey());
            if (value != null) {
                json.writeStringField(subject.getValue(), value);
            }
        }
        IThrowableProxy error = event.getThrowableProxy();
        if (error != null) {
            json.writeObjectFieldStart("error");
            json.writeStringField("class", error.getClassName());
            json.writeStringField("message", error.getMessage());
            json.writeStringField("stack", ThrowableProxyUtil.asString(error));
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
