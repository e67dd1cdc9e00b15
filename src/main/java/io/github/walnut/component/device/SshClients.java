package io.github.walnut.component.device;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * The SSH client of all hosts: no SHA-1, no CBC, no ssh-rsa, nothing out of the user's own SSH
 * configuration. Without TCP_NODELAY every command would wait 40 ms for a delayed ACK.
 */
final class SshClients {

    private static final Set<String> WEAK_SIGNATURES = Set.of("ssh-rsa", "ssh-dss");
    private static final Set<String> WEAK_PARTS =
            Set.of("cbc", "sha1", "md5", "arcfour", "3des", "none");

    private SshClients() {}

    static SshClient start() {
        SshClient client =
                ClientBuilder.builder()
                        .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                        .serverKeyVerifier(
                                (session, address, key) -> HostKeyPin.of(session).verify(key))
                        .build(true);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(
                List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
        client.setCipherFactories(strong(client.getCipherFactories()));
        client.setMacFactories(strong(client.getMacFactories()));
        client.setKeyExchangeFactories(strong(client.getKeyExchangeFactories()));
        client.setSignatureFactories(
                client.getSignatureFactories().stream()
                        .filter(factory -> !WEAK_SIGNATURES.contains(factory.getName()))
                        .toList());
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, Duration.ofSeconds(30));
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ofMinutes(10));
        client.start();
        return client;
    }

    private static <T extends NamedResource> List<T> strong(List<T> algorithms) {
        return algorithms.stream().filter(SshClients::isStrong).toList();
    }

    private static boolean isStrong(NamedResource algorithm) {
        String name = algorithm.getName().toLowerCase(Locale.ROOT);
        return WEAK_PARTS.stream().noneMatch(name::contains);
    }
}
