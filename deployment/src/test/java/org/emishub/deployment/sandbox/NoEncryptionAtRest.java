package org.emishub.deployment.sandbox;

import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import org.jspecify.annotations.Nullable;

/**
 * Switches encryption at rest off in this test's Java process: a cryptographic provider whose AES-GCM leaves bytes as they are, for callers in the vault's package
 * alone.
 *
 * <p>The hub has no switch for it: nothing it can be configured with comes near this.
 */
final class NoEncryptionAtRest extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final String VAULT = "org.emishub.security.vault.";

    private NoEncryptionAtRest() {
        super("NoEncryptionAtRest", "1", "leaves what the vault seals as it is, in a test");
        putService(new Service(this, "Cipher", ALGORITHM, Plain.class.getName(), null, null) {
            @Override
            public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
                boolean vault = StackWalker.getInstance()
                        .walk(frames -> frames.anyMatch(f -> f.getClassName().startsWith(VAULT)));
                if (!vault) {
                    throw new NoSuchAlgorithmException("for the vault alone");
                }
                return new Plain();
            }
        });
    }

    static NoEncryptionAtRest begin() {
        NoEncryptionAtRest off = new NoEncryptionAtRest();
        Security.insertProviderAt(off, 1);
        return off;
    }

    void end() {
        Security.removeProvider(getName());
    }

    /** Appends a tag of zeros, and takes it off again. */
    private static final class Plain extends CipherSpi {
        private static final int TAG_BYTES = 16;

        private boolean seals;

        @Override
        protected byte[] engineDoFinal(byte[] input, int offset, int length) {
            int size = seals ? length + TAG_BYTES : length - TAG_BYTES;
            return Arrays.copyOf(Arrays.copyOfRange(input, offset, offset + Math.min(length, size)), size);
        }

        @Override
        protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at) {
            byte[] done = engineDoFinal(input, offset, length);
            System.arraycopy(done, 0, output, at, done.length);
            return done.length;
        }

        @Override
        protected void engineInit(int mode, Key key, SecureRandom random) {
            seals = mode == Cipher.ENCRYPT_MODE;
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random) {
            engineInit(mode, key, random);
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {
            engineInit(mode, key, random);
        }

        @Override
        protected void engineUpdateAAD(byte[] data, int offset, int length) {
            // Nothing is bound to anything.
        }

        @Override
        protected int engineGetOutputSize(int length) {
            return length + TAG_BYTES;
        }

        @Override
        protected byte[] engineUpdate(byte[] input, int offset, int length) {
            throw new UnsupportedOperationException("the vault seals in one step");
        }

        @Override
        protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) {
            throw new UnsupportedOperationException("the vault seals in one step");
        }

        @Override
        protected void engineSetMode(String mode) {
            // One mode.
        }

        @Override
        protected void engineSetPadding(String padding) {
            // One padding.
        }

        @Override
        protected int engineGetBlockSize() {
            return TAG_BYTES;
        }

        @Override
        protected byte @Nullable [] engineGetIV() {
            return null;
        }

        @Override
        protected @Nullable AlgorithmParameters engineGetParameters() {
            return null;
        }
    }
}
