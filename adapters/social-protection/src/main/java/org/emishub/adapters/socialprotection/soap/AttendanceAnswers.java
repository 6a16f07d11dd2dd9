package org.emishub.adapters.socialprotection.soap;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.emishub.adapters.socialprotection.soap.wire.Attendance;
import org.emishub.adapters.socialprotection.soap.wire.AttendancePort;
import org.emishub.adapters.socialprotection.soap.wire.AttendanceRequest;
import org.emishub.adapters.socialprotection.soap.wire.Field;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.routes.system.Period;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;

/** Translates the call to the hub's question, and what was disclosed to the contract's answer. */
final class AttendanceAnswers implements AttendancePort {
    private final Gateway gateway;
    private final Clock clock;

    AttendanceAnswers(Gateway gateway, Clock clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    @Override
    public Attendance getAttendance(AttendanceRequest request) {
        Exchange exchange = PhaseInterceptorChain.getCurrentMessage().getExchange();
        NativeQuestion question = question(request, exchange.get(Caller.class));
        exchange.put(Asked.class, new Asked());
        Reply reply = gateway.ask(question);
        if (reply instanceof Reply.Refused refused) {
            throw new RefusedCall(refused.code());
        }
        if (reply instanceof Reply.Repeated repeated) {
            exchange.put(Reply.Repeated.class, repeated);
            return new Attendance();
        }
        Reply.Answered answered = (Reply.Answered) reply;
        exchange.put(Reply.Release.class, answered.release());
        return answer(answered.disclosure());
    }

    private NativeQuestion question(AttendanceRequest request, Caller caller) {
        return new NativeQuestion(
                caller.system(),
                request.getMessageId(),
                caller.payload(),
                "attendance",
                subject(request, caller.system()),
                Optional.of(period(request)),
                asker(request),
                request.getPurpose());
    }

    private ChildRecord subject(AttendanceRequest request, SystemId client) {
        return ChildRecord.from(client.toString(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                .put("child.id", request.getChildId())
                .build();
    }

    private static Period period(AttendanceRequest request) {
        try {
            return new Period(
                    LocalDate.parse(request.getPeriod().getFrom()),
                    LocalDate.parse(request.getPeriod().getTo()));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new RefusedCall(Code.MALFORMED);
        }
    }

    private static Asker asker(AttendanceRequest request) {
        String caseId = request.getCaseWorker().getCase();
        return new Asker(
                request.getCaseWorker().getUser(), request.getCaseWorker().getRole(), caseId == null ? "" : caseId);
    }

    /** Every field that was disclosed, by its catalogue path, and no other. */
    static Attendance answer(Disclosure disclosure) {
        Attendance answer = new Attendance();
        answer.setSource(disclosure.source());
        answer.setAsOf(disclosure.asOf().toString());
        disclosure.fields().forEach((path, value) -> {
            Field field = new Field();
            field.setPath(path);
            field.setValue(value.toString());
            answer.getField().add(field);
        });
        return answer;
    }
}
