package org.emishub.adapters.socialprotection.soap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.cxf.interceptor.AttachmentOutInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.interceptor.MessageSenderInterceptor.MessageSenderEndingInterceptor;
import org.apache.cxf.interceptor.StaxOutInterceptor;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.emishub.routes.gateway.Reply;

/** Holds an answer back until it is whole, signed and encrypted, and lets it go only when its release is on record. */
final class RecordRelease extends AbstractPhaseInterceptor<Message> {
    private final Ending ending = new Ending();

    RecordRelease() {
        super(Phase.PRE_STREAM);
        addBefore(StaxOutInterceptor.class.getName());
        addBefore(AttachmentOutInterceptor.class.getName());
    }

    /** The stream that leads to the caller, while the answer is still being made. */
    private record ToCaller(OutputStream stream) {}

    @Override
    public void handleMessage(Message message) {
        message.put(ToCaller.class, new ToCaller(message.getContent(OutputStream.class)));
        message.setContent(OutputStream.class, new ByteArrayOutputStream());
        message.getInterceptorChain().add(ending);
    }

    /** Runs when every other step has written what it had to write. */
    private static final class Ending extends AbstractPhaseInterceptor<Message> {
        private Ending() {
            super(Phase.PREPARE_SEND_ENDING);
            addBefore(MessageSenderEndingInterceptor.class.getName());
        }

        @Override
        public void handleMessage(Message message) {
            byte[] made = ((ByteArrayOutputStream) message.getContent(OutputStream.class)).toByteArray();
            OutputStream caller = message.get(ToCaller.class).stream();
            // First of all: when the release is stopped, the fault that follows must find the way to the caller.
            message.setContent(OutputStream.class, caller);
            byte[] wire = released(message.getExchange(), made);
            try {
                caller.write(wire);
            } catch (IOException e) {
                throw new Fault(e);
            }
        }

        private static byte[] released(Exchange exchange, byte[] made) {
            Reply.Repeated repeated = exchange.get(Reply.Repeated.class);
            if (repeated != null) {
                return repeated.wire();
            }
            Reply.Release release = exchange.get(Reply.Release.class);
            if (release == null) {
                throw new IllegalStateException("an answer without a release");
            }
            release.record(made).ifPresent(code -> {
                throw new RefusedCall(code);
            });
            return made;
        }
    }
}
