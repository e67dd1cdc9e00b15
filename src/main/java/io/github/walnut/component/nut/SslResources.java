package io.github.walnut.component.nut;

import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** Key stores are resources, which only a CamelContext can open. */
record SslResources(CamelContext camelContext) {

    void reachableFrom(SSLContextParameters parameters) {
        parameters.setCamelContext(camelContext);
        KeyManagersParameters keys = parameters.getKeyManagers();
        if (keys != null) {
            keys.setCamelContext(camelContext);
            bind(keys.getKeyStore());
        }
        TrustManagersParameters trust = parameters.getTrustManagers();
        if (trust != null) {
            trust.setCamelContext(camelContext);
            bind(trust.getKeyStore());
        }
    }

    private void bind(KeyStoreParameters store) {
        if (store != null) {
            store.setCamelContext(camelContext);
        }
    }
}
