// The SPARQL editor: YASGUI on this server's endpoint only, completing from this graph's own words.
"use strict";

const place = document.getElementById("yasgui");
const { endpoint, words } = place.dataset;

async function names() {
  const answer = await fetch(words);
  return answer.ok ? answer.json() : [];
}

// A word of the graph: a class, a property, a term or a thing, with its prefix.
Yasgui.Yasqe.registerAutocompleter({
  name: "cartograph",
  bulk: true,
  autoShow: true,
  get: names,
  isValidCompletionPosition(yasqe) {
    const token = yasqe.getCompleteToken();
    return /^[:a-z<]/i.test(token.string) && !/string|comment|keyword/.test(token.type || "");
  },
  preProcessToken: (_, token) => token,
  postProcessSuggestion: (_, __, suggestion) => suggestion,
}, false);

const asked = new URLSearchParams(location.search).get("query");
const yasgui = new Yasgui(place, {
  requestConfig: { endpoint, method: "POST", headers: {} },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [] },
  persistenceId: "cartograph",
  yasqe: {
    autocompleters: ["cartograph"],
    value: place.dataset.query,
    resizeable: true,
    createShareableLink: (yasqe) => `${location.origin}${location.pathname}?query=${encodeURIComponent(yasqe.getValue())}`,
  },
});
if (asked) yasgui.addTab(true, { ...Yasgui.Tab.getDefaults(), name: "Shared" }).setQuery(asked);

for (const button of document.querySelectorAll("button[data-example]")) {
  button.addEventListener("click", () => {
    yasgui.getTab().setQuery(document.getElementById(button.dataset.example).textContent);
    place.scrollIntoView();
  });
}
