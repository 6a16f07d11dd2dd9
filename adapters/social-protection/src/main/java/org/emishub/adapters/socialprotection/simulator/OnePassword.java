package org.emishub.adapters.socialprotection.simulator;

import java.io.IOException;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.apache.wss4j.common.ext.WSPasswordCallback;

/** The password of one entry. */
final class OnePassword implements CallbackHandler {
    private final String alias;
    private final String password;

    OnePassword(String alias, String password) {
        this.alias = alias;
        this.password = password;
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof WSPasswordCallback asked && alias.equals(asked.getIdentifier())) {
                asked.setPassword(password);
            }
        }
    }
}
