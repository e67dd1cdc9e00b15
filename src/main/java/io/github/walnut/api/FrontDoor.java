package io.github.walnut.api;

import io.github.walnut.security.AddressRange;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in no more connections than can be served, and cuts those that only take room. */
final class FrontDoor {

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private final WireLimits limits;
    private final Proxies proxies;
    private final OpenConnections open;

    FrontDoor(WireLimits limits, Proxies proxies) {
        this.limits = limits;
        this.proxies = proxies;
        this.open = new OpenConnections(limits);
    }

    void connected(HttpConnection connection) {
        Channel channel = channel(connection);
        String address = Addresses.host(connection.remoteAddress());
        OpenConnection entering = new OpenConnection(AddressRange.party(address), channel);
        if (!open.enter(entering, proxies.trusts(address))) {
            LOG.info("a connection of {} is refused: too many are open", address);
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> open.leave(entering));
        channel.pipeline().addFirst(new SlowClient(limits));
    }

    /** The head of a request has come; what comes next is its body, then the answer. */
    void requested(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        SlowClient client = channel(request.connection()).pipeline().get(SlowClient.class);
        if (client != null) {
            client.headRead(request);
            request.end()
                    .onComplete(ended -> OpenConnection.busy(request, client.bodyRead(request)));
            ctx.addEndHandler(
                    ended -> {
                        client.answered(request);
                        OpenConnection.busy(request, false);
                    });
        }
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
