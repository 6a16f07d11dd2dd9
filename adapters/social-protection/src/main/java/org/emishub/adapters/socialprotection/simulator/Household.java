package org.emishub.adapters.socialprotection.simulator;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A household as the social registry keeps it.
 *
 * @param category the registry's own code of the means test: 1 extreme poverty, 2 poor, 3 near poor, 4 not poor
 * @param income monthly, in the national currency
 */
public record Household(
        String number,
        String address,
        BigDecimal income,
        String currency,
        String category,
        LocalDate updated,
        List<Member> members) {
    public Household {
        members = List.copyOf(members);
    }

    /**
     * One person of a household.
     *
     * @param uin the national number; empty when the registry does not know it
     * @param registryId the person's number in this registry
     * @param sex {@code male}, {@code female} or {@code unknown}
     * @param disabled empty when the registry does not say
     */
    public record Member(
            String uin,
            String registryId,
            String surname,
            String givenName,
            String secondName,
            LocalDate birthDate,
            String sex,
            Optional<Boolean> disabled,
            List<Enrolment> programmes) {
        public Member {
            programmes = List.copyOf(programmes);
        }

        /** A person of whom the registry does not say whether there is a disability. */
        public Member(
                String uin,
                String registryId,
                String surname,
                String givenName,
                String secondName,
                LocalDate birthDate,
                String sex,
                List<Enrolment> programmes) {
            this(uin, registryId, surname, givenName, secondName, birthDate, sex, Optional.empty(), programmes);
        }
    }

    /**
     * A person's place in a programme.
     *
     * @param programme the registry's own code: TSA-01 targeted assistance, CCG-02 child grant, DIS-03 disability allowance, SUR-04 survivor's pension, BRT-05 birth grant,
     *     LFA-06 large family, KIT-07 school kit, MEA-08 school meals, TXB-09 textbooks, TRN-10 transport
     * @param status DCI's code: 1 active, 2 deceased, 3 graduated, 4 suspended
     * @param amount monthly, in the national currency; empty for what is not money
     */
    public record Enrolment(
            String programme,
            String name,
            String status,
            LocalDate from,
            Optional<LocalDate> until,
            Optional<BigDecimal> amount) {}
}
