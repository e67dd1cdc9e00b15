package io.github.walnut.component.device;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.TransportMapping;
import org.snmp4j.TransportStateReference;
import org.snmp4j.event.CounterEvent;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.MessageProcessingModel;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.mp.StatusInformation;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/**
 * Hears SNMP traps on a UDP port: of version 2c with the one community (RFC 3416), of version 3
 * signed by SHA-256 and encrypted by AES (RFC 3414, RFC 7860) from users that it knows. An inform
 * that is taken is answered, and so is who asks before it for the engine; nothing else is. Whatever
 * else arrives is counted and forgotten.
 */
public final class TrapReceiver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrapReceiver.class);
    private static final Set<Integer> TOLD = Set.of(PDU.TRAP, PDU.INFORM);
    private static final int MOST_VALUES = 64;
    private static final int LONGEST_VALUE = 256;

    /** How a datagram came out that was not taken. */
    public static final String UNKNOWN_SOURCE = "unknown_source";

    public static final String UNREADABLE = "unreadable";
    public static final String OTHER_VERSION = "other_version";

    /** No loss: a sender of informs asked for the engine. */
    public static final String ENGINE_ASKED = "engine_asked";

    public static final String NOT_ALLOWED = "not_allowed";
    public static final String NO_TRAP = "no_trap";

    /**
     * @param authPassword at least 8 characters
     * @param privPassword at least 8 characters
     */
    public record User(String name, String authPassword, String privPassword) {
        @Override
        public String toString() {
            return "User[" + name + "]";
        }
    }

    /**
     * @param source address, without port
     * @param oid of the trap, in dots
     * @param values by OID, as text
     */
    public record Trap(String source, String oid, Map<String, String> values) {}

    private final byte[] community;
    private final Predicate<String> known;
    private final Consumer<Trap> heard;
    private final Consumer<String> refused;
    private final DefaultUdpTransportMapping transport;

    /** Of the datagram that is looked at; all come on the one thread of the transport. */
    private boolean judged;

    /** Why it came to no judgement. */
    private String unjudged;

    /**
     * Opens the port.
     *
     * @param community null to take no traps of version 2c
     * @param known whether traps from this address are wanted
     * @param heard takes what was proven; it must not block
     * @param refused takes the reason why a datagram was dropped
     * @throws IOException when the port cannot be opened
     */
    public TrapReceiver(
            InetAddress address,
            int port,
            String community,
            List<User> users,
            Predicate<String> known,
            Consumer<Trap> heard,
            Consumer<String> refused)
            throws IOException {
        this.community = community == null ? null : community.getBytes(StandardCharsets.UTF_8);
        this.known = known;
        this.heard = heard;
        this.refused = refused;
        CounterSupport counters = new CounterSupport();
        counters.addCounterListener(this::counted);
        MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
        dispatcher.addCounterListener(this::counted);
        dispatcher.addMessageProcessingModel(new MPv2c());
        MPv3 version3 = new MPv3(usm(users, counters));
        version3.setCounterSupport(counters);
        dispatcher.addMessageProcessingModel(version3);
        dispatcher.addCommandResponder(this::judge);
        transport = new DefaultUdpTransportMapping(new UdpAddress(address, port));
        transport.addTransportListener(
                new org.snmp4j.transport.TransportListener() {
                    @Override
                    public <A extends Address> void processMessage(
                            TransportMapping<? super A> mapping,
                            A source,
                            ByteBuffer message,
                            TransportStateReference state) {
                        arrived(dispatcher, mapping, source, message, state);
                    }
                });
        transport.listen();
    }

    private static USM usm(List<User> users, CounterSupport counters) {
        SecurityProtocols protocols =
                new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.defaultSecurity);
        protocols.addAuthenticationProtocol(new AuthHMAC192SHA256());
        protocols.addPrivacyProtocol(new PrivAES128());
        USM usm = new USM(protocols, new OctetString(MPv3.createLocalEngineID()), 0, counters);
        for (User user : users) {
            usm.addUser(
                    new UsmUser(
                            new OctetString(user.name()),
                            AuthHMAC192SHA256.ID,
                            new OctetString(user.authPassword()),
                            PrivAES128.ID,
                            new OctetString(user.privPassword())));
        }
        return usm;
    }

    /** The port that is listened on. */
    public int port() {
        return transport.getListenAddress().getPort();
    }

    private <A extends Address> void arrived(
            MessageDispatcherImpl dispatcher,
            TransportMapping<? super A> mapping,
            A source,
            ByteBuffer message,
            TransportStateReference state) {
        try {
            if (!known.test(address(source))) {
                refused.accept(UNKNOWN_SOURCE);
                return;
            }
            judged = false;
            unjudged = UNREADABLE;
            dispatcher.processMessage(mapping, source, message, state);
            if (!judged) {
                refused.accept(unjudged);
            }
        } catch (RuntimeException e) {
            LOG.debug("a datagram from {} was dropped", source, e);
            refused.accept(UNREADABLE);
        }
    }

    private void counted(CounterEvent event) {
        if (event.getOid().equals(SnmpConstants.snmpInBadVersions)) {
            unjudged = OTHER_VERSION;
        } else if (event.getOid().equals(SnmpConstants.usmStatsUnknownEngineIDs)) {
            unjudged = ENGINE_ASKED;
        }
    }

    private <A extends Address> void judge(CommandResponderEvent<A> event) {
        judged = true;
        event.setProcessed(true);
        PDU pdu = event.getPDU();
        if (!allowed(event)) {
            refused.accept(NOT_ALLOWED);
        } else if (pdu == null || !TOLD.contains(pdu.getType()) || oid(pdu) == null) {
            refused.accept(NO_TRAP);
        } else {
            if (pdu.getType() == PDU.INFORM) {
                confirm(event);
            }
            heard.accept(new Trap(address(event.getPeerAddress()), oid(pdu), values(pdu)));
        }
    }

    private static <A extends Address> void confirm(CommandResponderEvent<A> event) {
        PDU answer = (PDU) event.getPDU().clone();
        answer.setType(PDU.RESPONSE);
        answer.setErrorStatus(PDU.noError);
        answer.setErrorIndex(0);
        try {
            event.getMessageDispatcher()
                    .returnResponsePdu(
                            event.getMessageProcessingModel(),
                            event.getSecurityModel(),
                            event.getSecurityName(),
                            event.getSecurityLevel(),
                            answer,
                            event.getMaxSizeResponsePDU(),
                            event.getStateReference(),
                            new StatusInformation());
        } catch (MessageException e) {
            LOG.debug("an inform from {} is not answered", event.getPeerAddress(), e);
        }
    }

    private boolean allowed(CommandResponderEvent<?> event) {
        return switch (event.getMessageProcessingModel()) {
            case MessageProcessingModel.MPv2c ->
                    community != null && MessageDigest.isEqual(community, event.getSecurityName());
            case MessageProcessingModel.MPv3 -> event.getSecurityLevel() == SecurityLevel.AUTH_PRIV;
            default -> false;
        };
    }

    private static String oid(PDU pdu) {
        return pdu.getVariable(SnmpConstants.snmpTrapOID) instanceof org.snmp4j.smi.OID oid
                ? oid.toDottedString()
                : null;
    }

    private static Map<String, String> values(PDU pdu) {
        Map<String, String> values = new LinkedHashMap<>();
        for (VariableBinding binding : pdu.getVariableBindings()) {
            boolean ofTrap =
                    binding.getOid().equals(SnmpConstants.snmpTrapOID)
                            || binding.getOid().equals(SnmpConstants.sysUpTime);
            if (!ofTrap && values.size() < MOST_VALUES) {
                String text = binding.getVariable().toString().replaceAll("\\p{Cntrl}", " ");
                values.put(
                        binding.getOid().toDottedString(),
                        text.substring(0, Math.min(text.length(), LONGEST_VALUE)));
            }
        }
        return values;
    }

    private static String address(Address source) {
        return source instanceof IpAddress ip ? ip.getInetAddress().getHostAddress() : "";
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
