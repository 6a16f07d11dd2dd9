package org.emishub.adapters.socialprotection.soap;

import jakarta.xml.bind.JAXBException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.emishub.security.refusal.Code;
import org.xml.sax.SAXException;

/** The code that a failure stands for; empty when it is a fault of ours. */
final class FaultCode {
    private FaultCode() {}

    static Optional<Code> of(Throwable failure, boolean recognised) {
        Optional<Code> refused = first(failure, RefusedCall.class).map(RefusedCall::code);
        if (refused.isPresent()) {
            return refused;
        }
        if (!recognised) {
            return Optional.of(unrecognised(failure));
        }
        boolean malformed = first(failure, JAXBException.class).isPresent()
                || first(failure, SAXException.class).isPresent()
                || first(failure, XMLStreamException.class).isPresent();
        return malformed ? Optional.of(Code.MALFORMED) : Optional.empty();
    }

    /** Before somebody is recognised the difference between a wrong signature, key or coverage is nobody's business. */
    private static Code unrecognised(Throwable failure) {
        Optional<WSSecurityException> security = first(failure, WSSecurityException.class);
        if (security.isPresent()) {
            return security.get().getErrorCode() == WSSecurityException.ErrorCode.MESSAGE_EXPIRED
                    ? Code.EXPIRED
                    : Code.BAD_SIGNATURE;
        }
        return first(failure, XMLStreamException.class).isPresent() ? Code.MALFORMED : Code.BAD_SIGNATURE;
    }

    static Throwable root(Throwable failure) {
        return chain(failure).reduce(failure, (outer, inner) -> inner);
    }

    private static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> type) {
        return chain(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(20);
    }
}
