package org.emishub.adapters.socialprotection.soap;

import org.emishub.security.refusal.Code;

/** Carries a refusal through the framework, whose steps know exceptions only; {@link FaultText} turns it into the fault the caller sees. */
final class RefusedCall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    RefusedCall(Code code) {
        super(code.name(), null, false, false);
        this.code = code;
    }

    Code code() {
        return code;
    }
}
