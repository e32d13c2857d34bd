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

// Every tab asks this server, also one that the browser has kept from another day or another address.
// What YASGUI leaves without a name gets one.
function here() {
  yasgui.getTab().setEndpoint(endpoint);
  for (const field of place.querySelectorAll(".CodeMirror textarea")) field.setAttribute("aria-label", "SPARQL query");
  const more = place.querySelector(".tabsList > button, .tabsList .addTab");
  if (more) more.setAttribute("role", "tab"); // a list of tabs may hold tabs only
}
yasgui.on("tabSelect", () => setTimeout(here));
yasgui.on("tabAdd", () => setTimeout(here));
here();

// An IRI of ours leads to its page on this server; one that a browser would run leads nowhere.
function led(link) {
  const { base, root } = place.dataset;
  if (link.href.startsWith(base)) link.href = root + link.href.slice(base.length).replace(/^(ontology|stated)#/, "$1?term=");
  else if (!/^https?:/.test(link.href)) link.removeAttribute("href");
}
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) {
    if (node.querySelectorAll && !node.closest(".CodeMirror")) node.querySelectorAll("td a[href]").forEach(led);
  }
}).observe(place, { childList: true, subtree: true });

for (const button of document.querySelectorAll("button[data-example]")) {
  button.addEventListener("click", () => {
    yasgui.getTab().setQuery(document.getElementById(button.dataset.example).textContent);
    place.scrollIntoView();
  });
}
