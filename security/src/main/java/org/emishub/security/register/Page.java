package org.emishub.security.register;

import java.util.List;
import java.util.Map;

/**
 * An HTML page that needs nothing else: no script, no font, no picture; every text escaped.
 *
 * <p>Readable at 360 px and on A4: tables wrap or scroll in a region that the keyboard reaches, headings stay with what follows.
 */
final class Page {
    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <style>
            :root { color-scheme: light }
            body { font: 1rem/1.5 system-ui, sans-serif; color: #111; background: #fff; max-width: 62rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word }
            h1 { font-size: 1.6rem; line-height: 1.2 } h2 { font-size: 1.3rem; margin-top: 2.5rem; border-top: .2rem solid #111; padding-top: .5rem } h3 { font-size: 1.05rem; margin-bottom: .3rem }
            h1, h2, h3, caption { break-after: avoid }
            a { color: #0b4f9c }
            table { border-collapse: collapse; width: 100%%; margin: .5rem 0 1rem }
            caption { text-align: left; font-weight: bold; padding: .3rem 0 }
            th, td { border-bottom: 1px solid #767676; padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top }
            thead { display: table-header-group } tr, li { break-inside: avoid }
            .facts th { width: 34%%; font-weight: 600 } .facts td { overflow-wrap: anywhere }
            .wide { overflow-x: auto } .wide table { min-width: 36rem } .wide:focus { outline: .2rem solid #0b4f9c }
            .number { text-align: right }
            .failed { font-weight: bold; border-left: .4rem solid #900; padding-left: .4rem }
            ol, ul { padding-left: 1.4rem } .quiet { color: #444 }
            @media print { @page { size: A4; margin: 16mm } body { font-size: 10pt; max-width: none; padding: 0 } a { color: inherit; text-decoration: none }
              .wide { overflow: visible } .wide table { min-width: 0 } section { break-before: page } section.together { break-before: auto } }
            </style></head><body><main>
            <h1>%s</h1>
            """;

    private final StringBuilder out;
    private boolean open;

    Page(String title) {
        this.out = new StringBuilder(HEAD.formatted(escaped(title), escaped(title)));
    }

    /** Begins a section; the one before ends. */
    Page section(String id, String title) {
        return section("", id, title);
    }

    /** As {@link #section}, on the same sheet as what stands before. */
    Page together(String id, String title) {
        return section(" class=\"together\"", id, title);
    }

    private Page section(String attribute, String id, String title) {
        end();
        open = true;
        out.append("<section").append(attribute).append(" aria-labelledby=\"").append(escaped(id));
        out.append("\">\n<h2 id=\"")
                .append(escaped(id))
                .append("\">")
                .append(escaped(title))
                .append("</h2>\n");
        return this;
    }

    private void end() {
        out.append(open ? "</section>\n" : "");
        open = false;
    }

    Page heading(String title) {
        out.append("<h3>").append(escaped(title)).append("</h3>\n");
        return this;
    }

    Page paragraph(String text) {
        out.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** Links within the page, by id. */
    Page contents(Map<String, String> titles) {
        out.append("<nav aria-label=\"Contents\"><ul>\n");
        titles.forEach((id, title) -> out.append("<li><a href=\"#")
                .append(escaped(id))
                .append("\">")
                .append(escaped(title))
                .append("</a></li>\n"));
        out.append("</ul></nav>\n");
        return this;
    }

    /** Two columns: what, and what it is. */
    Page facts(String caption, Map<String, String> facts) {
        out.append("<table class=\"facts\"><caption>").append(escaped(caption)).append("</caption><tbody>\n");
        facts.forEach((what, is) -> out.append("<tr><th scope=\"row\">")
                .append(escaped(what))
                .append("</th><td>")
                .append(escaped(is))
                .append("</td></tr>\n"));
        out.append("</tbody></table>\n");
        return this;
    }

    /** The first cell of a row is its heading. */
    Page table(String caption, List<String> headings, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return paragraph(caption + ": none.");
        }
        boolean wide = headings.size() > 3;
        out.append(
                wide
                        ? "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"" + escaped(caption)
                                + "\">\n"
                        : "");
        out.append("<table><caption>").append(escaped(caption)).append("</caption><thead><tr>");
        headings.forEach(heading ->
                out.append("<th scope=\"col\">").append(escaped(heading)).append("</th>"));
        out.append("</tr></thead><tbody>\n");
        rows.forEach(this::row);
        out.append("</tbody></table>\n").append(wide ? "</div>\n" : "");
        return this;
    }

    private void row(List<String> cells) {
        out.append("<tr><th scope=\"row\">").append(path(cells.get(0))).append("</th>");
        cells.subList(1, cells.size())
                .forEach(cell -> out.append(cell.matches("[0-9]+") ? "<td class=\"number\">" : "<td>")
                        .append(escaped(cell))
                        .append("</td>"));
        out.append("</tr>\n");
    }

    /** A field's path may be broken after its dot, and nowhere else. */
    private static String path(String cell) {
        return cell.matches("\\S+") ? escaped(cell).replace(".", ".<wbr>") : escaped(cell);
    }

    Page bullets(List<String> lines) {
        out.append("<ul>\n");
        lines.forEach(line -> out.append("<li>").append(escaped(line)).append("</li>\n"));
        out.append("</ul>\n");
        return this;
    }

    Page beginList() {
        out.append("<ol>\n");
        return this;
    }

    /** One line of a list: what, how, and what comes of it; {@code failed} where it does not hold. */
    Page item(String title, String situation, String outcome, String failed) {
        out.append(failed.isEmpty() ? "<li>" : "<li class=\"failed\">")
                .append("<strong>")
                .append(escaped(title))
                .append(".</strong> ")
                .append(escaped(situation))
                .append(" <em>")
                .append(escaped(outcome))
                .append("</em>")
                .append(failed.isEmpty() ? "" : " Does not hold: " + escaped(failed))
                .append("</li>\n");
        return this;
    }

    Page endList() {
        out.append("</ol>\n");
        return this;
    }

    String html() {
        end();
        return out.append("</main></body></html>\n").toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
