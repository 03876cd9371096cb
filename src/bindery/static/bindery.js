// Makes the static figures of a page interactive, and gives the ledgers their filters. Asks no host for anything.
(() => {
  "use strict";

  // The static picture stays until the live one is drawn; if that fails, it stays for good.
  async function enliven(script) {
    const figure = script.closest("figure");
    const place = figure.querySelector(".bindery-chart");
    const still = place.querySelector("svg");
    const live = document.createElement("div");
    try {
      const spec = JSON.parse(script.textContent);
      const result = await window.vegaEmbed(live, { ...spec, background: null }, {
        mode: "vega-lite", renderer: "svg", actions: false, tooltip: { theme: "custom" },
      });
      fit(live.querySelector("svg.marks"));
      still.replaceWith(live);
      result.view.addResizeListener(() => fit(live.querySelector("svg.marks")));
      figure.dataset.live = "true";
    } catch (error) {
      console.error(`figure ${script.dataset.spec}: ${error.message}`);
    }
  }

  // Vega gives its picture a fixed size; a view box lets it shrink with the page.
  function fit(svg) {
    if (svg && !svg.hasAttribute("viewBox")) {
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    }
  }

  function showCode(figure) {
    const folded = figure.closest(".cell")?.querySelector("details.hide, .cell_input");
    const button = figure.querySelector(".bindery-code");
    if (!folded || !button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      if ("open" in folded) folded.open = !folded.open;
      folded.scrollIntoView({ block: "nearest" });
    });
  }

  function filterable(table) {
    const headings = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const rows = [...table.tBodies[0].rows];
    const bar = document.createElement("form");
    bar.className = "bindery-filter";
    bar.setAttribute("role", "search");
    bar.setAttribute("aria-label", "Filter the table");
    const search = field(bar, "Search", Object.assign(document.createElement("input"), { type: "search" }));
    const picks = headings.map((heading, column) => {
      const values = [...new Set(rows.map((row) => row.cells[column].textContent.trim()))].filter(Boolean);
      if (values.length < 2 || values.length > 30 || values.some((value) => value.length > 60)) return null;
      const select = document.createElement("select");
      select.append(new Option("all", ""), ...values.sort().map((value) => new Option(value, value)));
      return field(bar, heading, select);
    });
    const count = document.createElement("output");
    bar.append(count);
    const apply = () => {
      const words = search.value.toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const fits = row.textContent.toLowerCase().includes(words)
          && picks.every((pick, column) => !pick?.value || row.cells[column].textContent.trim() === pick.value);
        row.hidden = !fits;
        shown += fits;
      }
      count.textContent = `${shown} of ${rows.length}`;
    };
    bar.addEventListener("input", apply);
    bar.addEventListener("submit", (event) => event.preventDefault());
    table.before(bar);
    apply();
  }

  function field(bar, name, control) {
    const label = document.createElement("label");
    label.append(name, control);
    bar.append(label);
    return control;
  }

  async function start() {
    document.querySelectorAll("table.bindery-ledger").forEach(filterable);
    document.querySelectorAll("figure[data-figure]").forEach(showCode);
    if (!window.vegaEmbed) return;
    for (const script of document.querySelectorAll("script[data-spec]")) await enliven(script);
    document.documentElement.dataset.figures = "live";
  }

  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
