package org.emishub.security.usage;

import java.util.Locale;

/** Why data is used, coarse enough to be said in plain words: a code of HL7 v3 PurposeOfUse belongs to one of them. */
enum Reason {
    CARE,
    TREATMENT,
    BENEFITS,
    HEALTH,
    EMERGENCY,
    REQUEST,
    LAW,
    RESEARCH,
    ADMINISTRATION;

    static Reason of(String purposeOfUse) {
        return switch (purposeOfUse) {
            case "CAREMGT", "COC", "SUPNWK" -> CARE;
            case "TREAT", "HDIRECT" -> TREATMENT;
            case "HPAYMT",
                    "CLMATTCH",
                    "COVAUTH",
                    "COVERAGE",
                    "ELIGDTRM",
                    "ELIGVER",
                    "ENROLLM",
                    "MEMADMIN",
                    "REMITADV" -> BENEFITS;
            case "PUBHLTH", "POPHLTH", "PATSFTY", "DONAT" -> HEALTH;
            case "BTG", "ETREAT", "ERTREAT", "DISASTER", "THREAT" -> EMERGENCY;
            case "FAMRQT", "PATRQT", "PWATRNY" -> REQUEST;
            case "HLEGAL", "HCOMPL", "FRAUD" -> LAW;
            case "HRESCH", "HOUTCOMS", "HQUALIMP", "PERFMSR" -> RESEARCH;
            default -> ADMINISTRATION;
        };
    }

    String key() {
        return "why." + name().toLowerCase(Locale.ROOT);
    }
}
