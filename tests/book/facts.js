// What a page is to somebody who cannot see it: its figures, headings, things without a name, ids that stand twice.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const text = (id) => document.getElementById(id)?.textContent;

  function nameless(element) {
    const hidden = element.ariaHidden === "true" || !element.checkVisibility({ visibilityProperty: true });
    const part = element.parentElement?.closest("svg, button, a, summary, [aria-hidden=true]"); // the whole has the name
    const decorates = element.matches("img[alt='']");
    if (hidden || part || decorates) return false;
    const names = [
      ...["aria-label", "alt", "title"].map((name) => element.getAttribute(name)),
      ...(element.getAttribute("aria-labelledby") ?? "").split(" ").map(text),
      ...[...(element.labels ?? [])].map((label) => label.textContent),
      ...[...element.querySelectorAll("img[alt]")].map((image) => image.alt),
      element.textContent,
    ];
    return !names.some((name) => name?.trim());
  }

  // Colours of the words around a figure (title, axes), and of the page behind them.
  function inks() {
    const rgb = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);
    const words = all("figure[data-figure] svg :is(.role-title, .role-axis) text").filter((text) => text.textContent.trim());
    return { page: rgb(getComputedStyle(document.body).backgroundColor), words: words.map((text) => rgb(getComputedStyle(text).fill)) };
  }

  const figures = all("figure[data-figure]");
  const ids = all("[id]").map((element) => element.id);
  return {
    live: figures.filter((figure) => figure.dataset.live === "true").map((figure) => figure.dataset.figure),
    drawn: figures.map((figure) => {
      const drawn = figure.querySelector(".bindery-chart svg.marks")?.getBBox(); // of what is in it, not of its frame
      return [figure.dataset.figure, drawn?.width ?? 0, drawn?.height ?? 0];
    }),
    headings: all("article :is(h1, h2, h3, h4, h5, h6)").map((heading) => [Number(heading.tagName[1]), heading.innerText.trim()]),
    nameless: all("img, svg, button, a[href], input, select, summary").filter(nameless).map((element) => element.outerHTML.slice(0, 200)),
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    inks: inks(),
    language: document.documentElement.lang,
    title: document.title,
  };
}
