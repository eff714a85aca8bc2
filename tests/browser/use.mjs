// Filters and sorts the first long table of a page as a reader does, under the page's own policy, and prints as JSON the
// rows that are seen after each step, and what the browser complained of. Usage: node use.mjs MODULES CHROMIUM PAGE
import { createRequire } from "node:module";
import { resolve, join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, chromium, page] = process.argv.slice(2);
const packages = createRequire(join(resolve(modules), "x.js"));
const puppeteer = (await import(pathToFileURL(packages.resolve("puppeteer-core")).href)).default;
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
const found = { complaints: [] };
try {
  const tab = await browser.newPage();
  tab.on("console", (message) => found.complaints.push(message.text()));
  tab.on("pageerror", (error) => found.complaints.push(String(error)));
  await tab.goto(pathToFileURL(resolve(page)).href);
  await tab.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  found.all = await tab.evaluate(seen);
  await tab.type(".filter input", "XA 3 lang");
  found.filtered = await tab.evaluate(seen);
  found.count = await tab.evaluate(() => document.querySelector(".filter output").textContent);
  await tab.evaluate(() => { document.querySelector(".filter input").value = ""; });
  await tab.type(".filter input", " ");
  for (const name of ["ascending", "descending"]) {
    await tab.click("table.many thead th:last-child button");
    found[name] = await tab.evaluate(seen);
    found.sorted = await tab.evaluate(() => document.querySelector("table.many thead th:last-child").ariaSort);
  }
  await tab.setJavaScriptEnabled(false);
  await tab.reload();
  found.without = await tab.evaluate(seen);
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));

function seen() {
  const rows = [...document.querySelector("table.many").tBodies[0].rows].filter((row) => !row.hidden);
  return rows.map((row) => row.cells[row.cells.length - 1].textContent);
}
