package org.emishub.security.agreement;

import java.util.Set;
import java.util.TreeSet;

/** The codes of HL7 v3 {@code PurposeOfUse} (value set 2.16.840.1.113883.1.11.20448) an agreement may name. */
final class PurposeOfUse {
    static final Set<String> CODES = new TreeSet<>(Set.of(
            "BTG",
            "CAREMGT",
            "CLMATTCH",
            "COC",
            "COVAUTH",
            "COVERAGE",
            "DISASTER",
            "DONAT",
            "ELIGDTRM",
            "ELIGVER",
            "ENROLLM",
            "ERTREAT",
            "ETREAT",
            "FAMRQT",
            "FRAUD",
            "GOV",
            "HACCRED",
            "HCOMPL",
            "HDECD",
            "HDIRECT",
            "HLEGAL",
            "HMARKT",
            "HOPERAT",
            "HOUTCOMS",
            "HPAYMT",
            "HPRGRP",
            "HQUALIMP",
            "HRESCH",
            "HSYSADMIN",
            "MEMADMIN",
            "PATADMIN",
            "PATRQT",
            "PATSFTY",
            "PERFMSR",
            "POPHLTH",
            "PUBHLTH",
            "PWATRNY",
            "RECORDMGT",
            "REMITADV",
            "SUPNWK",
            "THREAT",
            "TRAIN",
            "TREAT"));

    private PurposeOfUse() {}
}
