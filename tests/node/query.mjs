// Ask an endpoint a query with fetch-sparql-endpoint; print a row of values a line.
import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";

const [endpoint, query] = process.argv.slice(2);
const fetcher = new SparqlEndpointFetcher({ method: "POST" });
const bindings = await fetcher.fetchBindings(endpoint, query);
let names = [];
bindings.on("variables", (variables) => { names = variables.map((variable) => variable.value); });
for await (const row of bindings) {
  console.log(JSON.stringify(names.map((name) => row[name]?.value ?? null)));
}
