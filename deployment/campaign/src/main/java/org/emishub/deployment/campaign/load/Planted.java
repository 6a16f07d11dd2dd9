package org.emishub.deployment.campaign.load;

/** Values that may be in no file of the hub in clear: every one holds one mark, so that one search finds any of them. */
public final class Planted {
    /** Stands in every name and address of the campaign's children, and nowhere else. */
    public static final String MARK = "Ҷавоҳир-qzkx7";

    private Planted() {}

    static String familyName(String child) {
        return MARK + " " + child;
    }

    /** Withheld from everybody. */
    static String address(String child) {
        return "кӯчаи " + MARK + " " + child;
    }
}
