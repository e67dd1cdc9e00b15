package io.github.walnut.security.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.crypto.impl.CriticalHeaderParamsDeferral;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Signatures by Ed25519 (RFC 8037) with what the JDK has; the library would need one more library
 * for them. Ed448, which the same algorithm name allows, finds no key here.
 */
final class EdDsaKeys {

    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int LENGTH = 32;

    private EdDsaKeys() {}

    /** The keys for {@code EdDSA}; those of other algorithms come from the other selector. */
    static JWSKeySelector<SecurityContext> selector(
            JWKSource<SecurityContext> keys, JWSKeySelector<SecurityContext> others) {
        return (header, context) ->
                header.getAlgorithm().equals(JWSAlgorithm.EdDSA)
                        ? keys(header, keys, context)
                        : others.selectJWSKeys(header, context);
    }

    private static List<PublicKey> keys(
            JWSHeader header, JWKSource<SecurityContext> keys, SecurityContext context)
            throws KeySourceException {
        JWKMatcher matcher =
                new JWKMatcher.Builder(JWKMatcher.forJWSHeader(header))
                        .curve(Curve.Ed25519)
                        .build();
        List<PublicKey> found = new ArrayList<>();
        for (JWK key : keys.get(new JWKSelector(matcher), context)) {
            found.add(key((OctetKeyPair) key));
        }
        return found;
    }

    private static PublicKey key(OctetKeyPair key) throws KeySourceException {
        byte[] point = key.getX().decode();
        if (point.length != LENGTH) {
            throw new KeySourceException("an Ed25519 key of " + point.length + " bytes");
        }
        byte[] encoded = new byte[PREFIX.length + LENGTH];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(point, 0, encoded, PREFIX.length, LENGTH);
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new KeySourceException("an Ed25519 key is none", e);
        }
    }

    /** Verifies by these keys; by any other as the library does. */
    static final class Verifiers extends DefaultJWSVerifierFactory {

        @Override
        public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
            return header.getAlgorithm().equals(JWSAlgorithm.EdDSA)
                            && key instanceof EdECPublicKey point
                    ? new Verifier(point)
                    : super.createJWSVerifier(header, key);
        }
    }

    private static final class Verifier extends BaseJWSProvider implements JWSVerifier {

        private final EdECPublicKey key;

        Verifier(EdECPublicKey key) {
            super(Set.of(JWSAlgorithm.EdDSA));
            this.key = key;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] signed, Base64URL signature)
                throws JOSEException {
            if (!new CriticalHeaderParamsDeferral().headerPasses(header)) {
                return false;
            }
            byte[] value = signature.decode();
            if (value.length != 2 * LENGTH) {
                return false;
            }
            try {
                Signature check = Signature.getInstance("Ed25519");
                check.initVerify(key);
                check.update(signed);
                return check.verify(value);
            } catch (GeneralSecurityException e) {
                throw new JOSEException("an Ed25519 signature cannot be checked", e);
            }
        }
    }
}
