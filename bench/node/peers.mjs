// Fills Word templates by other programs. Reads lines «peer template data out» (paths), fills the
// template once, writes the document to `out`, and answers with the milliseconds that it took.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import carbone from "carbone";
import Docxtemplater from "docxtemplater";
import { TemplateHandler } from "easy-template-x";
import PizZip from "pizzip";

const renderCarbone = promisify((template, data, done) => carbone.render(template, data, done));
const handler = new TemplateHandler();

const peers = {
  carbone: (template, data) => renderCarbone(template, data),
  docxtemplater: (template, data) => {
    const filled = new Docxtemplater(new PizZip(readFileSync(template)), { linebreaks: true });
    filled.render(data);
    return filled.toBuffer({ compression: "DEFLATE" });
  },
  "easy-template-x": (template, data) => handler.process(readFileSync(template), data),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [peer, template, source, out] = line.split("\t");
  const data = JSON.parse(readFileSync(source, "utf8"));
  const begun = performance.now();
  const document = await peers[peer](template, data);
  const spent = performance.now() - begun;
  if (out) writeFileSync(out, document);
  console.log(spent);
}
