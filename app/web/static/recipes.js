// One request to the API in every form in which it can be copied.
import { path } from "./question.js";

export function recipe(place, { base, params }, table) {
  const address = location.origin + path(base, params);
  const given = [...params].map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`).join("");
  const python = `import httpx\n\nfound = httpx.get("${location.origin}${base}", params={\n${given}}).json()`;
  place.replaceChildren(
    ...block("Address", address), ...block("curl", `curl '${address.replaceAll("'", "'\\''")}'`), ...block("Python", python), row(path(base, params), table),
  );
}

function block(title, text) {
  const head = document.createElement("h3");
  head.textContent = title;
  const pre = document.createElement("pre");
  pre.tabIndex = 0;
  pre.append(Object.assign(document.createElement("code"), { textContent: text }));
  head.append(copier(pre));
  return [head, pre];
}

// The answer as it is, and the picture's own table as a file.
function row(address, table) {
  const paragraph = document.createElement("p");
  const file = Object.assign(document.createElement("a"), { href: "#", textContent: "CSV", download: "summitry.csv" });
  file.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([csv(table())], { type: "text/csv" }));
    file.href = url;
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
  paragraph.append(Object.assign(document.createElement("a"), { href: address, textContent: "JSON" }), " ", file);
  return paragraph;
}

// A text that a spreadsheet would take for a formula is kept a text.
export function csv({ columns, rows }) {
  const cell = (value) => {
    const text = typeof value === "string" && /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? "");
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function copier(pre) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(pre.textContent); button.textContent = "Copied"; }
    catch { getSelection().selectAllChildren(pre); button.textContent = "Selected"; }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  return button;
}

// What the server wrote gets its buttons too.
for (const pre of document.querySelectorAll(".copies pre")) pre.previousElementSibling?.append(copier(pre));
