package org.emishub.security.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.emishub.security.witness.Cosignature;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
    /** A public log's checkpoint of May 2026, with the cosignatures of public witnesses: made and signed by others' programs. */
    private static final String REAL =
            """
            arche2025h1.staging.ct.transparency.dev
            1432088532
            U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

            — arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
            — arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
            — transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
            — witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
            — remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
            — witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
            """;

    private static final VerifierKey LOG = VerifierKey.read(
            "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f");
    private static final VerifierKey REMORA =
            VerifierKey.read("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2");

    @Test
    void reads_a_public_logs_checkpoint_and_the_cosignature_of_a_public_witness() {
        SignedNote note = SignedNote.read(REAL).orElseThrow();
        assertThat(note.lines()).hasSize(6);
        assertThat(note.toString()).isEqualTo(REAL);
        assertThat(TreeHead.of(note).orElseThrow().size()).isEqualTo(1_432_088_532L);
        assertThat(LOG.signed(note)).isTrue();
        assertThat(Cosignature.at(note, REMORA)).contains(Instant.ofEpochSecond(0x6a122120L));
        assertThat(Cosignature.at(note, LOG)).isEmpty();
        assertThat(REMORA.toString()).startsWith("remora.n621.de+da77ade7+BOvN");
    }

    @Test
    void believes_no_signature_of_another_text_or_time() {
        SignedNote other =
                SignedNote.read(REAL.replace("1432088532", "1432088533")).orElseThrow();
        assertThat(LOG.signed(other)).isFalse();
        assertThat(Cosignature.at(other, REMORA)).isEmpty();
        // One bit of the cosignature's time.
        SignedNote later = SignedNote.read(REAL.replace("2net5wAAAABqEiEg", "2net5wAAAABqEiEh"))
                .orElseThrow();
        assertThat(Cosignature.at(later, REMORA)).isEmpty();
        assertThat(LOG.signed(later)).isTrue();
    }

    @Test
    void takes_a_note_as_false_when_one_line_of_the_key_is() {
        String own =
                REAL.lines().filter(line -> line.contains("2net5w")).findFirst().orElseThrow();
        String forged = own.replace("BxtqB0D", "BxtqB0E");
        assertThat(forged).isNotEqualTo(own);
        SignedNote note = SignedNote.read(REAL + forged + "\n").orElseThrow();
        assertThat(Cosignature.at(note, REMORA)).isEmpty();
    }

    @Test
    void reads_nothing_that_is_not_written_as_a_note_is() {
        for (String broken : new String[] {
            "",
            "\n",
            "\n\n",
            "text\n",
            "text\n\n",
            REAL.strip(),
            REAL + "\n",
            REAL.replace("— ", "- "),
            REAL.replace("— remora.n621.de ", "— remora n621.de "),
            REAL.replace("— remora.n621.de ", "— remora+n621.de "),
            REAL.replace("— remora.n621.de ", "— "),
            REAL.replace("ABqEiEgPlfF", "ABqEiEg\tPlfF"),
            REAL.replace("FWwQ=", "FWwR="),
            REAL.replace("FWwQ=", "FWwQ"),
            REAL.replace("\n1432088532\n", "\r\n1432088532\r\n"),
            REAL.substring(0, REAL.indexOf("— arche")) + "— a " + "A".repeat(140_000) + "\n",
            REAL + "— a AAAAAAA=\n".repeat(64)
        }) {
            assertThat(SignedNote.read(broken).filter(note -> !note.lines().isEmpty()))
                    .as(broken.length() > 1_200 ? "long" : broken)
                    .isEmpty();
        }
    }

    @Test
    void reads_no_checkpoint_from_another_text() {
        for (String text : new String[] {
            "log\n01\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n",
            "log\n-1\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n",
            "log\n1000000000000000000000\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n",
            "log\n1\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4R==\n",
            "log\n1\nAAAA\n",
            "\n1\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n",
            "log\n1\n",
        }) {
            assertThat(TreeHead.of(new SignedNote(text, java.util.List.of())))
                    .as(text)
                    .isEmpty();
        }
        String extended = "log\n1\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\nan extension\n";
        assertThat(TreeHead.of(new SignedNote(extended, java.util.List.of()))).isPresent();
    }

    @Test
    void reads_no_key_whose_id_is_another_keys() {
        for (String key : new String[] {
            "remora.n621.de+da77ade8+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
            "remora.n621.dd+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
            "remora.n621.de+da77ade7+AevN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
            "remora.n621.de+da77ade7+BOvN",
            "remora.n621.de+da77ade7",
            "remora.n621.de"
        }) {
            assertThatThrownBy(() -> VerifierKey.read(key)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
