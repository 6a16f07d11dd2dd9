package org.emishub.adapters.socialprotection.soap;

import java.io.IOException;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.apache.wss4j.common.ext.WSPasswordCallback;

/** Gives WSS4J the password of our own entry, and of no other. */
final class Password implements CallbackHandler {
    private final SoapIdentity self;

    Password(SoapIdentity self) {
        this.self = self;
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (!(callback instanceof WSPasswordCallback password)) {
                throw new UnsupportedCallbackException(callback);
            }
            if (self.alias().equals(password.getIdentifier())) {
                password.setPassword(self.password());
            }
        }
    }
}
