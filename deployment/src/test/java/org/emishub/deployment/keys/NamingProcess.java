package org.emishub.deployment.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.emishub.deployment.config.HubConfig;
import org.emishub.security.member.SystemId;
import org.emishub.security.pseudonym.HmacPseudonyms;

/** A process of its own that opens the keys its environment names and prints the SHA-256 of children's pseudonyms. */
final class NamingProcess {
    private NamingProcess() {}

    /** {@code names FOLDER COUNT}; {@code put TOKEN-CONFIGURATION ALIAS HEX} puts a key into a token first and says whether it can be taken out again. */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        switch (arguments[0]) {
            case "put" -> System.out.println(put(arguments[1], arguments[2], arguments[3]));
            default ->
                System.out.println(names(
                        HubConfig.read(Optional.empty(), Path.of(arguments[1]), System.getenv()),
                        Integer.parseInt(arguments[2])));
        }
    }

    static String names(HubConfig config, int count) throws GeneralSecurityException {
        HmacPseudonyms pseudonyms = new HmacPseudonyms(PseudonymKeys.open(config.keys()), Clock.systemUTC());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        SystemId receiver = SystemId.of("statistics/committee");
        for (int i = 0; i < count; i++) {
            String name = pseudonyms.of(receiver, "research", Long.toString(1_200_000_000_000L + i));
            digest.update(name.getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String put(String configuration, String alias, String hex)
            throws IOException, GeneralSecurityException {
        Provider token = Security.getProvider("SunPKCS11").configure(configuration);
        KeyStore store = KeyStore.getInstance("PKCS11", token);
        char[] pin = System.getenv("TOKEN_PIN").toCharArray();
        store.load(null, pin);
        store.setKeyEntry(alias, new SecretKeySpec(HexFormat.of().parseHex(hex), "Generic"), null, null);
        store.load(null, pin);
        return store.getKey(alias, null).getEncoded() == null ? "stays" : "leaves";
    }
}
