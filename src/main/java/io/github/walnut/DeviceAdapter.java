package io.github.walnut;

import io.github.walnut.component.device.DeviceCall;
import io.github.walnut.component.device.DeviceConnection;
import io.github.walnut.component.device.DeviceException;
import io.github.walnut.integration.DeviceBridge;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Joins driver calls and the transports, which do not know each other. */
public final class DeviceAdapter implements DeviceBridge {

    @Override
    public Trace attach(Exchange exchange, Terms terms) {
        Host host = terms.host();
        DeviceCall call =
                new DeviceCall(
                        new DeviceConnection(
                                host.id(),
                                host.config().hashCode()
                                        + "/"
                                        + terms.secrets().revision(host.id()),
                                terms.transports(),
                                host.config(),
                                field -> terms.secrets().open(host.id(), field)),
                        terms.executing(),
                        terms.fresh(),
                        terms.limit(),
                        terms.replyLimit());
        call.attachTo(exchange);
        return new CallTrace(call);
    }

    @Override
    public Optional<DriverResult.Error> error(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DeviceException device) {
                return Optional.of(translated(device));
            }
        }
        return Optional.empty();
    }

    private static DriverResult.Error translated(DeviceException device) {
        return new DriverResult.Error(
                ErrorClass.valueOf(device.errorClass().toUpperCase(Locale.ROOT)),
                device.code(),
                device.getMessage(),
                device.details(),
                device.retryAfterSeconds(),
                device.inDoubt());
    }

    private record CallTrace(DeviceCall call) implements Trace {

        @Override
        public List<Object> plan() {
            return call.plan();
        }

        @Override
        public String planKind() {
            return call.planKind();
        }

        @Override
        public boolean sent() {
            return call.sent();
        }

        @Override
        public boolean asked() {
            return call.asked();
        }

        @Override
        public List<Map<String, Object>> phases() {
            return call.phases();
        }

        @Override
        public Duration clockSkew() {
            return call.clockSkew();
        }
    }
}
