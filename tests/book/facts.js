// What a page is to somebody who cannot see it: its figures, headings, things without a name, ids that stand twice.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const text = (id) => document.getElementById(id)?.textContent;

  function nameless(element) {
    const hidden = element.ariaHidden === "true" || !element.checkVisibility({ visibilityProperty: true });
    const part = element.parentElement?.closest("svg, [aria-hidden=true]");
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

  const figures = all("figure[data-figure]");
  const ids = all("[id]").map((element) => element.id);
  return {
    live: figures.filter((figure) => figure.dataset.live === "true").map((figure) => figure.dataset.figure),
    drawn: figures.map((figure) => {
      const box = (figure.querySelector(".bindery-chart svg") ?? figure).getBoundingClientRect();
      return [figure.dataset.figure, box.width, box.height];
    }),
    headings: all("article :is(h1, h2, h3, h4, h5, h6)").map((heading) => [Number(heading.tagName[1]), heading.innerText.trim()]),
    nameless: all("img, svg, button, a[href], input, select, summary").filter(nameless).map((element) => element.outerHTML.slice(0, 200)),
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    language: document.documentElement.lang,
    title: document.title,
  };
}
