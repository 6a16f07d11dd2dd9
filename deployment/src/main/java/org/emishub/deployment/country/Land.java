package org.emishub.deployment.country;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.emishub.mappings.codes.CodeList;

/**
 * What differs from country to country.
 *
 * @param code ISO 3166-1
 * @param peoples one entry a percent of the population
 * @param districts canonical codes, ISO 3166-2
 * @param schoolName with {@code %d} for the number
 */
record Land(
        String code,
        List<Ethnicity> peoples,
        List<String> districts,
        String dialling,
        String currency,
        int povertyLine,
        String schoolName) {
    private static final Map<String, Land> LANDS = Map.of(
            "TJ", land("TJ", peoples(78, 2, 1, 3, 12, 4), "+992", "TJS", 450, "Мактаби таҳсилоти умумии №%d"),
            "TM", land("TM", peoples(1, 82, 3, 1, 8, 5), "+993", "TMT", 500, "%d-nji orta mekdep"),
            "KZ", land("KZ", peoples(2, 2, 70, 2, 6, 18), "+7", "KZT", 48_000, "№%d жалпы білім беретін мектеп"),
            "KG", land("KG", peoples(3, 1, 2, 72, 15, 7), "+996", "KGS", 5_500, "№%d орто мектеп"),
            "UZ", land("UZ", peoples(5, 3, 4, 2, 81, 5), "+998", "UZS", 650_000, "%d-umumtaʼlim maktabi"));

    /** @throws IllegalArgumentException when the country is none of the five */
    static Land of(String code) {
        Land land = LANDS.get(code);
        if (land == null) {
            throw new IllegalArgumentException("no synthetic country '" + code + "'; there are KZ, KG, TJ, TM, UZ");
        }
        return land;
    }

    private static Land land(
            String code,
            List<Ethnicity> peoples,
            String dialling,
            String currency,
            int povertyLine,
            String schoolName) {
        List<String> districts = CodeList.standard("subdivision").codes().stream()
                .filter(subdivision -> subdivision.startsWith(code + "-"))
                .toList();
        return new Land(code, peoples, districts, dialling, currency, povertyLine, schoolName);
    }

    private static List<Ethnicity> peoples(int tajik, int turkmen, int kazakh, int kyrgyz, int uzbek, int russian) {
        List<Ethnicity> peoples = new ArrayList<>(100);
        peoples.addAll(Collections.nCopies(tajik, Ethnicity.TAJIK));
        peoples.addAll(Collections.nCopies(turkmen, Ethnicity.TURKMEN));
        peoples.addAll(Collections.nCopies(kazakh, Ethnicity.KAZAKH));
        peoples.addAll(Collections.nCopies(kyrgyz, Ethnicity.KYRGYZ));
        peoples.addAll(Collections.nCopies(uzbek, Ethnicity.UZBEK));
        peoples.addAll(Collections.nCopies(russian, Ethnicity.RUSSIAN));
        return List.copyOf(peoples);
    }
}
