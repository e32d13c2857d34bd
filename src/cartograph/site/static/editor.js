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
    return /^[:a-z<]/i.test(token.string) && !/^(string|comment|keyword)$/.test(token.type || "");
  },
  preProcessToken: (_, token) => token,
  postProcessSuggestion: (_, __, suggestion) => suggestion,
}, false);

// A result is text and never markup: YASGUI would strip what looks like a template, and parse what looks like a tag.
// An IRI of ours leads to its page on this server; one that is not of HTTP leads nowhere.
const Table = Yasgui.Yasr.plugins.table;
const columns = Table.prototype.getColumns;
Table.prototype.getColumns = function getColumns() {
  const render = (value, type) => value === "" ? "" : type === "display" ? cell(this, value) : escaped(value.value);
  return columns.call(this).map((column, n) => (n === 0 ? column : { ...column, render }));
};

// The bindings as the server sent them: YASR's own have {{…}} filled in.
Table.prototype.getRows = function getRows() {
  const { results } = this.yasr;
  const sent = results && results.getType() === "json" ? JSON.parse(results.getOriginalResponseAsString()).results : null;
  const bindings = (sent || { bindings: results && results.getBindings() }).bindings || [];
  return bindings.map((found, n) => [n + 1, ...results.getVariables().map((name) => found[name] ?? "")]);
};

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function made(name, attributes, ...inside) {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...inside);
  return element;
}

function cell(table, value) {
  const plain = table.persistentConfig.compact;
  if (value.type === "uri") return made("div", {}, linked(table, value.value, plain));
  const shown = made("span", { className: "nonIri" }, value.value);
  if (!plain && value["xml:lang"]) shown.append(made("sup", {}, `@${value["xml:lang"]}`));
  else if (!plain && value.datatype) shown.append(made("sup", {}, "^^", linked(table, value.datatype, true)));
  return made("div", {}, shown);
}

function linked(table, iri, plain) {
  const { base, root } = place.dataset;
  const [prefix, namespace] = Object.entries(table.yasr.getPrefixes()).find(([, start]) => iri.startsWith(start)) || [];
  const text = namespace ? `${prefix}:${iri.slice(namespace.length)}` : iri;
  const href = iri.startsWith(base) ? root + iri.slice(base.length).replace(/^(ontology|stated)#/, "$1?term=") : iri;
  const known = iri.startsWith(base) || /^https?:/.test(iri);
  const link = known ? made("a", { className: "iri", href, target: "_blank", rel: "noopener noreferrer" }, text) : text;
  return plain || namespace ? made("span", {}, link) : made("span", {}, "<", link, ">");
}

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

for (const button of document.querySelectorAll("button[data-example]")) {
  button.addEventListener("click", () => {
    yasgui.getTab().setQuery(document.getElementById(button.dataset.example).textContent);
    place.scrollIntoView();
  });
}
