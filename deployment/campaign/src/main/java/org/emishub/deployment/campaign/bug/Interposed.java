package org.emishub.deployment.campaign.bug;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Copied into each method where a bug is sown. */
final class Interposed {
    private Interposed() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(
            @Advice.Origin("#t") String type,
            @Advice.Origin("#m") String method,
            @Advice.This(optional = true) @Nullable Object self,
            @Advice.AllArguments Object[] arguments) {
        return Sown.before(type, method, self, arguments);
    }

    @Advice.OnMethodExit
    static void exit(
            @Advice.Origin("#t") String type,
            @Advice.Origin("#m") String method,
            @Advice.This(optional = true) @Nullable Object self,
            @Advice.AllArguments Object[] arguments,
            @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object returned) {
        returned = Sown.after(type, method, self, arguments, returned);
    }
}
