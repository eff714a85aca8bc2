// Long tables can be filtered and sorted; without this they are read as they are.
"use strict";
const tongue = document.documentElement.lang;
const order = new Intl.Collator(tongue, { numeric: true }).compare;
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

function number(text) {
  const shown = tongue === "vi" ? text.replace(/\./g, "").replace(",", ".") : text.replace(/,/g, "");
  const found = shown.replace("−", "-").match(/^[^\d-]*(-?\d+(\.\d+)?)/);
  return found ? Number(found[1]) : NaN;
}

function filtered(table, words) {
  const rows = [...table.tBodies[0].rows];
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("output");
  label.className = "filter";
  input.type = "search";
  label.append(words + " ", input, " ", count);
  table.parentElement.before(label);
  const texts = rows.map((row) => plain(row.textContent));
  input.addEventListener("input", () => {
    const asked = plain(input.value).split(/\s+/).filter(Boolean);
    rows.forEach((row, at) => { row.hidden = !asked.every((one) => texts[at].includes(one)); });
    count.textContent = asked.length ? rows.filter((row) => !row.hidden).length + "/" + rows.length : "";
    label.classList.toggle("on", asked.length > 0);
  });
}

function sorted(table, head, at, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", words + ": " + head.textContent);
  button.textContent = "↕";
  head.append(" ", button);
  button.addEventListener("click", () => {
    const up = head.ariaSort !== "ascending";
    const figures = head.classList.contains("number");
    const key = (row) => row.cells[at].textContent.trim();
    const compare = (one, other) => {
      const [a, b] = figures ? [number(key(one)), number(key(other))] : [key(one), key(other)];
      if (figures && (isNaN(a) || isNaN(b))) return isNaN(a) - isNaN(b); // what has no figure stays last
      return (figures ? a - b : order(a, b)) * (up ? 1 : -1);
    };
    for (const one of table.tHead.rows[0].cells) one.ariaSort = null;
    head.ariaSort = up ? "ascending" : "descending";
    table.tBodies[0].append(...[...table.tBodies[0].rows].sort(compare));
  });
}

for (const table of document.querySelectorAll("table.many")) {
  filtered(table, document.body.dataset.filter);
  [...table.tHead.rows[0].cells].forEach((head, at) => {
    if (head.textContent && !head.classList.contains("picture")) sorted(table, head, at, document.body.dataset.sort);
  });
}
