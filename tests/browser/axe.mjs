// Opens a page in Chromium at each width, light and dark, folded and with all that is folded opened, and prints as JSON
// what axe-core finds, how wide the page is, what of it is off the screen, and what it asked the network for. Usage: node axe.mjs MODULES CHROMIUM PAGE [SCREENSHOT-FOLDER]
import { createRequire } from "node:module";
import { resolve, join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, chromium, page, shots] = process.argv.slice(2);
const packages = createRequire(join(resolve(modules), "x.js"));
// The entry of the folder itself: puppeteer-core is a module, which `require` of older Nodes refuses.
const puppeteer = (await import(pathToFileURL(packages.resolve("puppeteer-core")).href)).default;
const axe = packages.resolve("axe-core/axe.min.js");
const url = pathToFileURL(resolve(page)).href;

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
const found = [];
try {
  for (const [width, height] of [[320, 640], [390, 844], [1280, 900]]) {
    for (const scheme of ["light", "dark"]) {
      for (const opened of [false, true]) {
        found.push(await look(width, height, scheme, opened));
      }
    }
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));

async function look(width, height, scheme, opened) {
  const tab = await browser.newPage();
  const asked = [];
  tab.on("request", (request) => asked.push(request.url()));
  await tab.setBypassCSP(true); // for axe alone: the page itself has no script
  await tab.setViewport({ width, height });
  await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await tab.goto(url);
  if (opened) await tab.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  const name = `${width}-${scheme}${opened ? "-open" : ""}.png`;
  if (shots) await tab.screenshot({ path: join(shots, name), fullPage: true });
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
  const off = width < 500 ? await tab.evaluate(beyond) : [];
  await tab.addScriptTag({ path: axe });
  const told = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations", "incomplete"] }));
  await tab.close();
  return {
    width, scheme, opened, wide, off,
    requests: asked.filter((one) => one !== url && !one.startsWith("data:")),
    passes: told.passes.length,
    violations: told.violations.map(named),
    incomplete: told.incomplete.map(named),
  };
}

// On a phone nothing stands beyond the sides of the screen, not even where a part of the page could be scrolled.
function beyond() {
  const right = document.documentElement.clientWidth;
  return [...document.querySelectorAll("main *:not(thead *)")]
    .filter((one) => one.getClientRects().length && one.getBoundingClientRect().right > right + 1)
    .map((one) => one.outerHTML.slice(0, 200));
}

function named(one) {
  return { id: one.id, impact: one.impact, nodes: one.nodes.slice(0, 5).map((node) => node.html.slice(0, 200)) };
}
