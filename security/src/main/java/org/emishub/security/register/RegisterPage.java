package org.emishub.security.register;

import java.util.List;
import org.emishub.security.register.Cases.Result;

/** The register as HTML. */
final class RegisterPage {
    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Register of exchanges</title>
            <style>
            body { font-family: sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; line-height: 1.4 }
            table { border-collapse: collapse; width: 100% } td, th { border-bottom: 1px solid #bbb; padding: .3em; text-align: left; vertical-align: top }
            th { width: 12em } .failed { font-weight: bold; border-left: .4em solid #900; padding-left: .4em }
            </style></head><body>
            <h1>Register of exchanges</h1>
            """;

    private RegisterPage() {}

    static String of(Register register) {
        StringBuilder out = new StringBuilder(HEAD);
        out.append("<p>As of ").append(register.at()).append(". ");
        out.append(register.rows().size()).append(" agreements; nothing else may be exchanged.</p>\n");
        register.rows().forEach(row -> section(row, out));
        return out.append("</body></html>\n").toString();
    }

    private static void section(Register.Row row, StringBuilder out) {
        out.append("<h2 id=\"")
                .append(escaped(row.agreement().id()))
                .append("\">")
                .append(escaped(row.agreement().title()))
                .append("</h2>\n<table>\n");
        row.columns().forEach((heading, text) -> out.append("<tr><th>")
                .append(escaped(heading))
                .append("</th><td>")
                .append(String.join("<br>", escaped(text.replace("; ", ";\n")).split("\n", -1)))
                .append("</td></tr>\n"));
        out.append("</table>\n<h3>What it does, by example</h3>\n<ol>\n");
        row.examples().forEach(result -> example(result, out));
        out.append("</ol>\n");
    }

    private static void example(Result result, StringBuilder out) {
        List<String> sentences = RegisterText.sentences(result.example());
        out.append(result.passed() ? "<li>" : "<li class=\"failed\">")
                .append(escaped(result.example().title()))
                .append(". ")
                .append(escaped(sentences.get(0)))
                .append(" <em>")
                .append(escaped(sentences.get(1)))
                .append("</em>")
                .append(result.passed() ? "" : " Does not hold: " + escaped(result.difference()))
                .append("</li>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
